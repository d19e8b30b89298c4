import type { Template } from '../letter.ts';

/** Invitations and what accountant and business tell each other when they begin. */
export const engagementLetters = {
  invitation: {
    hu: {
      subject: '{accountant} meghívja a bizonylatok közös kezelésére',
      paragraphs: [
        '{accountant} meghívta, hogy bizonylatait ezen a felületen adja át könyvelésre.',
        'A link {expires} napig él. Aki elfogadja, megadja a vállalkozás adószámát, nevét és székhelyét, és elfogadja a feltételeket.',
      ],
      link: 'Megnyitom a meghívást',
    },
    en: {
      subject: '{accountant} invites you to share your vouchers',
      paragraphs: [
        '{accountant} invites you to hand over your vouchers for bookkeeping here.',
        'The link works for {expires} days. Accepting asks for the tax number, name and seat of the business, and for accepting the terms.',
      ],
      link: 'Open the invitation',
    },
  },
  'invitation-confirm': {
    hu: {
      subject: 'Erősítse meg az e-mail-címét',
      paragraphs: [
        '{accountant} meghívásának elfogadásához ezt az e-mail-címet adták meg. A linken folytathatja.',
        'Ha nem Ön adta meg, nincs teendője.',
      ],
      link: 'Folytatom',
    },
    en: {
      subject: 'Confirm your e-mail address',
      paragraphs: [
        'This e-mail address was given when accepting the invitation of {accountant}. Go on with the link.',
        'If it was not you, there is nothing to do.',
      ],
      link: 'Go on',
    },
  },
  'invitation-done': {
    hu: {
      subject: 'Elkészült a kapcsolat: {business}',
      paragraphs: ['{business} mostantól {accountant} ügyfele ezen a felületen.', 'Bizonylatait erre a címre küldheti: {mailAddress}'],
    },
    en: {
      subject: 'Connected: {business}',
      paragraphs: ['{business} is now a client of {accountant} here.', 'Send vouchers to this address: {mailAddress}'],
    },
  },
  'invitation-accepted': {
    hu: {
      subject: 'Elfogadott meghívás: {business}',
      paragraphs: ['{business} elfogadta a meghívását; a vállalkozás ezentúl látható az ügyfelei között.'],
    },
    en: {
      subject: 'Invitation accepted: {business}',
      paragraphs: ['{business} accepted your invitation and now stands among your clients.'],
    },
  },
  'invitation-blocked': {
    hu: {
      subject: 'A meghívás nem fejezhető be: {business}',
      paragraphs: [
        '{business} a rendszerben már egy könyvelőhöz tartozik. Előbb az ottani szétválasztást kell elvégezni; azt a mostani könyvelő kezdeményezi.',
        'A meghívás addig nyitva marad, amíg le nem jár.',
      ],
    },
    en: {
      subject: 'The invitation cannot be completed: {business}',
      paragraphs: [
        '{business} already belongs to an accountant here. The separation there must come first; its present accountant starts it.',
        'The invitation stays open until it expires.',
      ],
    },
  },
  'invitation-withdrawn': {
    hu: { subject: 'Visszavont meghívás', paragraphs: ['{accountant} visszavonta a meghívását. A korábban kapott link már nem él.'] },
    en: { subject: 'Invitation withdrawn', paragraphs: ['{accountant} withdrew the invitation. The link you got works no more.'] },
  },
  'person-invitation': {
    hu: {
      subject: 'Meghívás: {place}',
      paragraphs: ['Meghívták, hogy {place} bizonylatainak kezelésében részt vegyen. Szerepe: {role}.', 'A link 7 napig él.'],
      link: 'Elfogadom',
    },
    en: {
      subject: 'Invitation: {place}',
      paragraphs: ['You are invited to take part in handling the vouchers of {place}. Your role: {role}.', 'The link works for 7 days.'],
      link: 'Accept',
    },
  },
  'business-recorded': {
    hu: {
      subject: 'Tájékoztassa ügyfelét: {business}',
      paragraphs: [
        '{business} meghívás nélkül került az ügyfelei közé. Kérjük, tájékoztassa a vállalkozást a rögzítésről, és adja át neki a feltételeket és a tájékoztatót. Levélminta:',
        '{letter}',
      ],
    },
    en: {
      subject: 'Inform your client: {business}',
      paragraphs: [
        '{business} was added to your clients without invitation. Please inform the business of it and hand over the terms and the notice. A ready letter:',
        '{letter}',
      ],
    },
  },
} as const satisfies Record<string, Template>;
