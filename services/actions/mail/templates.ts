import type { Language, Letter } from './letter.ts';

/** `{name}` in a text is filled from the values; every value a text names must be given. */
type Words = { subject: string; paragraphs: string[]; link?: string };
type Template = { hu: Words; en: Words /** The value that is shown apart, to be copied. */; code?: string };

/** Every mail the hub sends by itself. None goes to a sender of vouchers (H-070). */
export const templates = {
  activation: {
    hu: {
      subject: 'Regisztráció megerősítése',
      paragraphs: [
        '{name} regisztrációját elkezdték ezzel az e-mail-címmel.',
        'A link 24 óráig él, és egyszer használható. Ha nem Ön kezdte, nincs teendője: az adatokat 24 óra után töröljük.',
      ],
      link: 'Megerősítem a regisztrációt',
    },
    en: {
      subject: 'Confirm your registration',
      paragraphs: [
        'A registration of {name} was started with this e-mail address.',
        'The link works for 24 hours and once. If it was not you, there is nothing to do: the data are deleted after 24 hours.',
      ],
      link: 'Confirm the registration',
    },
  },
  welcome: {
    code: 'securityKey',
    hu: {
      subject: 'A könyvelőprogram összekötésének adatai',
      paragraphs: [
        '{name} regisztrációja él.',
        'Könyvelőprogramjában adja meg a szolgáltatás címét ({apiUrl}) és az alábbi biztonsági kulcsot. A kulcsot csak ellenőrző összegként tároljuk, később nem tudjuk megmutatni; fiókjában bármikor cserélhető és visszavonható.',
      ],
    },
    en: {
      subject: 'How to link your ledger program',
      paragraphs: [
        'The registration of {name} is active.',
        'Enter the address of the service ({apiUrl}) and the security key below in your ledger program. We keep only a hash of the key and cannot show it again; you may replace or revoke it in your account at any time.',
      ],
    },
  },
  'password-changed': {
    hu: {
      subject: 'Megváltozott a jelszava',
      paragraphs: [
        'Fiókjának jelszavát beállították vagy megváltoztatták. A többi eszközön kiléptettük.',
        'Ha nem Ön tette, kérjen új jelszót a belépő oldalon.',
      ],
    },
    en: {
      subject: 'Your password was changed',
      paragraphs: [
        'The password of your account was set or changed. Other devices were signed out.',
        'If it was not you, ask for a new password on the sign-in page.',
      ],
    },
  },
  'password-reset': {
    hu: {
      subject: 'Új jelszó beállítása',
      paragraphs: [
        'Új jelszót kértek ehhez az e-mail-címhez. A link 1 óráig él, és egyszer használható.',
        'Ha nem Ön kérte, nincs teendője.',
      ],
      link: 'Új jelszót állítok be',
    },
    en: {
      subject: 'Set a new password',
      paragraphs: [
        'A new password was asked for this e-mail address. The link works for 1 hour and once.',
        'If it was not you, there is nothing to do.',
      ],
      link: 'Set a new password',
    },
  },
  'second-factor': {
    hu: {
      subject: 'Változott a kétlépcsős belépés',
      paragraphs: ['Fiókjában a kétlépcsős belépés új állapota: {state}.', 'Ha nem Ön tette, kérjen új jelszót a belépő oldalon.'],
    },
    en: {
      subject: 'Two-step sign-in was changed',
      paragraphs: [
        'The new state of two-step sign-in in your account: {state}.',
        'If it was not you, ask for a new password on the sign-in page.',
      ],
    },
  },
  'new-device': {
    hu: {
      subject: 'Belépés új eszközről',
      paragraphs: [
        'Fiókjába új eszközről léptek be.\nEszköz: {device}\nHálózati cím: {address}\nIdő: {at}',
        'Ha nem Ön volt, léptesse ki az eszközt a fiók biztonsági oldalán, és kérjen új jelszót.',
      ],
    },
    en: {
      subject: 'Sign-in from a new device',
      paragraphs: [
        'Someone signed in to your account from a new device.\nDevice: {device}\nNetwork address: {address}\nTime: {at}',
        'If it was not you, sign the device out on the security page of your account and ask for a new password.',
      ],
    },
  },
  'security-key': {
    hu: { subject: 'Változott egy biztonsági kulcs', paragraphs: ['{name} egyik biztonsági kulcsa megváltozott: {what}.'] },
    en: { subject: 'A security key was changed', paragraphs: ['A security key of {name} was changed: {what}.'] },
  },
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
  'separation-wished': {
    hu: {
      subject: 'Szétválasztást kér: {business}',
      paragraphs: [
        '{business} azt kéri, hogy kezdeményezze a technikai szétválasztást.',
        'Ha a könyvelés megszűnt, a kezdeményezés határideje {dueOn}. A feldolgozott bizonylatok csoportos letöltése az Ön feladata.',
      ],
    },
    en: {
      subject: '{business} asks for separation',
      paragraphs: [
        '{business} asks you to start the technical separation.',
        'If your bookkeeping for it has ended, start it by {dueOn}. Saving the processed vouchers by group download is your task.',
      ],
    },
  },
  'separation-requested': {
    hu: {
      subject: 'Szétválasztás folyamatban: {business}',
      paragraphs: ['{accountant} kezdeményezte {business} szétválasztását. Az üzemeltető {dueOn} napjáig elvégzi.'],
    },
    en: {
      subject: 'Separation under way: {business}',
      paragraphs: ['{accountant} started the separation of {business}. The operator completes it by {dueOn}.'],
    },
  },
  'separation-warning': {
    hu: { subject: 'Közeleg a szétválasztás határideje: {business}', paragraphs: ['{business} szétválasztásának határideje {dueOn}.'] },
    en: { subject: 'Separation is due soon: {business}', paragraphs: ['The separation of {business} is due on {dueOn}.'] },
  },
  'separation-completed': {
    hu: {
      subject: 'Megtörtént a szétválasztás: {business}',
      paragraphs: [
        '{business} és {accountant} kapcsolata a rendszerben megszűnt. {accountant} a vállalkozás bizonylatait többé nem látja.',
        'A vállalkozás más könyvelőhöz kapcsolódhat, letöltheti vagy törölheti az adatait.',
      ],
    },
    en: {
      subject: 'Separated: {business}',
      paragraphs: [
        'The connection of {business} and {accountant} here has ended. {accountant} sees the vouchers of the business no more.',
        'The business may link itself to another accountant, download its data or delete them.',
      ],
    },
  },
  handover: {
    hu: { subject: 'Új ügyfél: {business}', paragraphs: ['{business} a korábbi adataival együtt Önhöz kapcsolódott.'] },
    en: { subject: 'New client: {business}', paragraphs: ['{business} linked itself to you, with its earlier data.'] },
  },
  'business-deleted': {
    hu: {
      subject: 'Töröltük: {business}',
      paragraphs: [
        '{business} regisztrációját és minden bizonylatát töröltük. A biztonsági mentésekből 35 napon belül kikerülnek.',
        'A számviteli bizonylatok megőrzése (8 év) továbbra is a vállalkozás kötelessége.',
      ],
    },
    en: {
      subject: 'Deleted: {business}',
      paragraphs: [
        'The registration of {business} and all its vouchers were deleted. They leave the backups within 35 days.',
        'Keeping accounting vouchers (8 years) remains the duty of the business.',
      ],
    },
  },
  'firm-ended': {
    hu: { subject: 'Megszűnt a szolgáltatás: {name}', paragraphs: ['{name} fiókját az üzemeltető lezárta. Ok: {because}'] },
    en: { subject: 'Service ended: {name}', paragraphs: ['The operator ended the account of {name}. Reason: {because}'] },
  },
  'door-silent': {
    hu: {
      subject: '{business}: elhallgatott egy csatorna ({door})',
      paragraphs: [
        '{business} vállalkozáshoz a szokásosnál régebben nem jött semmi ezen a csatornán: {door}. Utoljára ekkor jött: {last}.',
        'Ami korábban beérkezett, megvan. Nézze meg, küldik-e még a bizonylatokat; ha ez így rendben van, ott átállíthatja, milyen gyakran várjuk.',
      ],
      link: 'Megnézem a csatornákat',
    },
    en: {
      subject: '{business}: a door has fallen silent ({door})',
      paragraphs: [
        'Nothing has come for {business} through this door for longer than usual: {door}. The last delivery came on {last}.',
        'What came before is safe. See whether the vouchers are still being sent; if this is as it should be, you can change there how often we expect them.',
      ],
      link: 'See the doors',
    },
  },
  'door-trouble': {
    hu: {
      subject: '{business}: nem tudunk fájlt átvenni ({host})',
      paragraphs: [
        '{business} vállalkozás kiszolgálójáról ({door}, {host}) nem tudjuk átvenni a fájlokat. Ami ott van, ott marad, és átvesszük, amint lehet.',
        'Az okot és a teendőt a csatornák oldalán látja.',
      ],
      link: 'Megnézem a csatornákat',
    },
    en: {
      subject: '{business}: files cannot be fetched ({host})',
      paragraphs: [
        'We cannot fetch files for {business} from its server ({door}, {host}). What is there stays there, and is taken as soon as possible.',
        'The reason and what to do stand on the page of the doors.',
      ],
      link: 'See the doors',
    },
  },
  quarantined: {
    hu: {
      subject: '{business}: elkülönítettünk egy fájlt',
      paragraphs: [
        '{business} vállalkozáshoz olyan fájl érkezett, amelyet a víruskereső nem engedett át.\nFájl: {file}\nA víruskereső szerint: {found}',
        'A fájlt senki sem nyithatja meg és nem töltheti le. Ha várt bizonylat volt, kérje el újra a kiállítótól. Ha egy órán belül több ilyen érkezik, azokról nem írunk külön; az iratok között látja őket.',
      ],
      link: 'Megnézem, mi történt vele',
    },
    en: {
      subject: '{business}: a file was quarantined',
      paragraphs: [
        'A file came in for {business} that the malware scanner did not pass.\nFile: {file}\nThe scanner says: {found}',
        'Nobody can open or download it. If a voucher was expected, ask its issuer for it again. If more of them come within an hour, we do not write of each; they stand among the documents.',
      ],
      link: 'See what became of it',
    },
  },
  'voucher-asked': {
    hu: {
      subject: '{business}: bizonylatot kérünk egy banki tételhez',
      paragraphs: [
        '{business} bankszámláján van egy tétel, amelyhez a könyvelésben nincs bizonylat.\nKönyvelés napja: {day}\nÖsszeg: {amount}\nPartner vagy közlemény: {partner}',
        'Kérjük, töltse fel a számlát vagy más bizonylatot. Egy tételről egyszer írunk.',
      ],
      link: 'Bizonylat feltöltése',
    },
    en: {
      subject: '{business}: a voucher is needed for a bank line',
      paragraphs: [
        'There is a line on the bank account of {business} for which the books have no voucher.\nBooked on: {day}\nAmount: {amount}\nPartner or memo: {partner}',
        'Please upload the invoice or other voucher. We write once about each line.',
      ],
      link: 'Upload the voucher',
    },
  },
} as const satisfies Record<string, Template>;

export type TemplateName = keyof typeof templates;
export type Values = Readonly<Record<string, string>>;
export const templateNames = Object.keys(templates) as TemplateName[];

/** The letter of one template. `link` among the values is where its button leads. @throws Error for a value that is missing */
export function letterOf(name: TemplateName, language: Language, values: Values): Letter {
  const template: Template = templates[name];
  const words = template[language];
  const filled = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, key: string) => {
      const value = values[key];
      if (value === undefined) throw new Error(`mail ${name}: no value for ${key}`);
      return value;
    });
  return {
    // A subject is one line, whatever a name holds.
    subject: filled(words.subject).replace(/\s+/g, ' '),
    paragraphs: words.paragraphs.map(filled),
    ...(words.link ? { link: { words: words.link, url: filled('{link}') } } : {}),
    ...(template.code ? { code: filled(`{${template.code}}`) } : {}),
  };
}

/** Invented values for looking at a template without sending it. */
export const previewValues: Values = {
  name: 'Példa Könyvelő Kft.',
  accountant: 'Példa Könyvelő Kft.',
  business: 'Minta Bt.',
  place: 'Minta Bt.',
  role: 'kezelő',
  link: 'https://hub.example.hu/…',
  apiUrl: 'https://hub.example.hu/api/v1',
  securityKey: 'hub_…',
  mailAddress: 'minta.…@hub.example.hu',
  expires: '30',
  device: 'Firefox, Linux',
  address: '192.0.2.1',
  at: '2026. 11. 22. 10:00',
  dueOn: '2026-12-07',
  what: '…',
  state: '…',
  because: '…',
  letter: '…',
  door: 'Mappa',
  last: '2026-11-13',
  host: 'sftp.example.hu',
  file: 'szamla.pdf',
  found: 'Win.Test.EICAR_HDB-1',
  day: '2026-11-20',
  amount: '-12 700 HUF',
  partner: 'Példa Bolt Kft.',
};
