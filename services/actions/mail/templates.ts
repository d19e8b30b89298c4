import type { Language, Letter, Template, Values } from './letter.ts';
import { bankLetters } from './letters/banks.ts';
import { engagementLetters } from './letters/engagements.ts';
import { leavingLetters } from './letters/leaving.ts';
import { signInLetters } from './letters/sign-in.ts';
import { voucherLetters } from './letters/vouchers.ts';

/** Every mail the hub sends by itself. None goes to a sender of vouchers (H-070). */
const templates = { ...signInLetters, ...engagementLetters, ...leavingLetters, ...voucherLetters, ...bankLetters };

export type TemplateName = keyof typeof templates;
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
  bank: 'Példa Bank',
  day: '2026-11-20',
  amount: '-12 700 HUF',
  partner: 'Példa Bolt Kft.',
  documents: '412',
  hours: '24',
};
