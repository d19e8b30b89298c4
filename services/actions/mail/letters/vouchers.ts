import type { Template } from '../letter.ts';

/** Doors that fall silent, files that were held, vouchers that are asked for. */
export const voucherLetters = {
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
  'copies-trouble': {
    hu: {
      subject: '{business}: nem jutnak el a másolatok ({host})',
      paragraphs: [
        '{business} vállalkozás kiszolgálójára ({door}, {host}) nem tudjuk eljuttatni a bizonylatok másolatait. A bizonylatok nálunk megvannak, és a másolatok mennek, amint lehet.',
        'Az okot és a teendőt a csatornák oldalán látja.',
      ],
      link: 'Megnézem a csatornákat',
    },
    en: {
      subject: '{business}: copies do not get through ({host})',
      paragraphs: [
        'We cannot bring the copies of the documents of {business} to its server ({door}, {host}). The documents are safe with us, and the copies go as soon as possible.',
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
