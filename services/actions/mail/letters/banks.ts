import type { Template } from '../letter.ts';

const look = { hu: 'Megnézem a bankkapcsolatot', en: 'See the connection' } as const;
const renew = { hu: 'Megújítom', en: 'Renew it' } as const;

/** Connections to banks: made, ending, ended (B-012, B-014, B-018). */
export const bankLetters = {
  'bank-connected': {
    hu: {
      subject: '{business}: él a kapcsolat a bankkal ({bank})',
      paragraphs: [
        '{business} hozzájárult, hogy a számlatörténetét és egyenlegeit lekérjük a banktól ({bank}). Megkezdtük a lekérést, először visszamenőleg is.',
        'A hozzájárulás {day} napjáig él. Csak olvasunk: fizetést vagy más műveletet nem indíthatunk. Bármikor leállítható.',
      ],
      link: look.hu,
    },
    en: {
      subject: '{business}: connected to the bank ({bank})',
      paragraphs: [
        '{business} agreed that we fetch its account history and balances from the bank ({bank}). Fetching has begun, at first that of the past too.',
        'The consent is valid until {day}. We only read: no payment or other operation can be started. It may be stopped at any time.',
      ],
      link: look.en,
    },
  },
  'bank-expiring': {
    hu: {
      subject: '{business}: {day} napján lejár a banki hozzájárulás ({bank})',
      paragraphs: [
        '{business} hozzájárulása a lekéréshez ({bank}) {day} napján lejár. Utána nem érkeznek új banki tételek.',
        'Teendő: a vállalkozás tulajdonosa vagy adminisztrátora lépjen be, nyomja meg a Megújítom gombot, és azonosítsa magát a bank oldalán. Tétel nem vész el.',
      ],
      link: renew.hu,
    },
    en: {
      subject: '{business}: the consent at the bank ends on {day} ({bank})',
      paragraphs: [
        'The consent of {business} to fetching ({bank}) ends on {day}. After it no new bank lines come.',
        'What to do: the owner or an administrator of the business signs in, presses Renew, and confirms on the bank’s page. No line is lost.',
      ],
      link: renew.en,
    },
  },
  'bank-last-day': {
    hu: {
      subject: '{business}: ma jár le a banki hozzájárulás ({bank})',
      paragraphs: [
        'Ma ({day}) van az utolsó napja, hogy {business} banki tételeit lekérhetjük ({bank}).',
        'Teendő: a vállalkozás tulajdonosa vagy adminisztrátora lépjen be, nyomja meg a Megújítom gombot, és azonosítsa magát a bank oldalán.',
      ],
      link: renew.hu,
    },
    en: {
      subject: '{business}: the consent at the bank ends today ({bank})',
      paragraphs: [
        'Today ({day}) is the last day on which we may fetch the bank lines of {business} ({bank}).',
        'What to do: the owner or an administrator of the business signs in, presses Renew, and confirms on the bank’s page.',
      ],
      link: renew.en,
    },
  },
  'bank-expired': {
    hu: {
      subject: '{business}: lejárt a banki hozzájárulás ({bank})',
      paragraphs: [
        '{business} hozzájárulása ({bank}) {day} napjával lejárt, a lekérés leállt. Ami megjött, megmarad.',
        'Megújítás után onnan folytatjuk, ahol abbahagytuk.',
      ],
      link: renew.hu,
    },
    en: {
      subject: '{business}: the consent at the bank has ended ({bank})',
      paragraphs: [
        'The consent of {business} ({bank}) ended with {day}, and fetching has stopped. What came stays.',
        'Once it is renewed, we go on from where we stopped.',
      ],
      link: renew.en,
    },
  },
  'bank-consent-ended': {
    hu: {
      subject: '{business}: a bank szerint a hozzájárulás már nem él ({bank})',
      paragraphs: [
        'A bank ({bank}) azt jelezte, hogy {business} hozzájárulása már nem érvényes. A lekérést azonnal leállítottuk. Ami megjött, megmarad.',
        'Ha a banknál Önök vonták vissza, nincs teendő. Ha nem, kapcsolódjanak újra, és onnan folytatjuk, ahol abbahagytuk.',
      ],
      link: look.hu,
    },
    en: {
      subject: '{business}: the bank says that the consent is no longer valid ({bank})',
      paragraphs: [
        'The bank ({bank}) says that the consent of {business} is no longer valid. Fetching was stopped at once. What came stays.',
        'If you revoked it at the bank, there is nothing to do. If not, connect again, and we go on from where we stopped.',
      ],
      link: look.en,
    },
  },
} as const satisfies Record<string, Template>;
