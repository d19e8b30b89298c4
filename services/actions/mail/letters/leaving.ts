import type { Template } from '../letter.ts';

/** Separation, handover, deletion and the end of a firm. */
export const leavingLetters = {
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
  'export-ready': {
    hu: {
      subject: '{business}: elkészült a letöltés',
      paragraphs: ['{business} {documents} bizonylata letölthető egy ZIP-ben, {hours} óráig. A letöltéshez be kell lépnie.'],
      link: 'Letöltés',
    },
    en: {
      subject: '{business}: the download is ready',
      paragraphs: ['{documents} documents of {business} can be fetched as one ZIP for {hours} hours. You must be signed in.'],
      link: 'Download',
    },
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
} as const satisfies Record<string, Template>;
