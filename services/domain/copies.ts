import type { DocumentState } from './document-state.ts';
import { cleanFileName } from './file-name.ts';
import type { DocumentKind } from './reading.ts';
import { tidy } from './text.ts';

/** Where a document is read as far as it goes, was let through by the scanner, and nobody threw it away: it may leave as a copy. */
export const copiedStates: readonly DocumentState[] = ['needs-review', 'ready', 'taken-over', 'failed'];

/** Folders of the kinds, without accents: not every server knows them. */
const kindFolders = {
  hu: {
    invoice: 'szamla',
    'invoice-data': 'szamlaadat',
    'pro-forma': 'dijbekero',
    receipt: 'nyugta',
    'card-slip': 'kartyabizonylat',
    contract: 'szerzodes',
    'performance-certificate': 'teljesitesigazolas',
    'delivery-note': 'szallitolevel',
    'bank-statement': 'bankszamlakivonat',
    'bank-history': 'bankszamlatortenet',
    'tax-account-statement': 'adofolyoszamla-kivonat',
    'warranty-card': 'jotallasi-jegy',
    reminder: 'fizetesi-felszolitas',
    order: 'megrendeles',
    quote: 'arajanlat',
    payroll: 'berjegyzek',
    'official-letter': 'hivatalos-level',
    'cash-voucher': 'penztarbizonylat',
    photo: 'foto',
    other: 'egyeb',
  },
  en: {
    invoice: 'invoice',
    'invoice-data': 'invoice-data',
    'pro-forma': 'pro-forma',
    receipt: 'receipt',
    'card-slip': 'card-slip',
    contract: 'contract',
    'performance-certificate': 'performance-certificate',
    'delivery-note': 'delivery-note',
    'bank-statement': 'bank-statement',
    'bank-history': 'bank-history',
    'tax-account-statement': 'tax-account-statement',
    'warranty-card': 'warranty-card',
    reminder: 'reminder',
    order: 'order',
    quote: 'quote',
    payroll: 'payroll',
    'official-letter': 'official-letter',
    'cash-voucher': 'cash-voucher',
    photo: 'photo',
    other: 'other',
  },
} as const satisfies Record<'hu' | 'en', Record<DocumentKind, string>>;

export type CopiedDocument = {
  baseNumber: string;
  kind: DocumentKind | null;
  /** Of its first invoice; else when it came, as a day in Budapest. */
  issuedOn: string | null;
  receivedOn: string;
  partner: string | null;
  number: string | null;
  name: string;
  sha256: string;
};

/**
 * Where a copy goes, without its ending, and the ending: `<base number>/<year>/<month>/<kind>/<partner> <number> <hash>` (H-120).
 * A document without an invoice keeps its own name. The beginning of the hash makes the name that of these bytes alone.
 */
export function copyPlace(
  { baseNumber, kind, issuedOn, receivedOn, partner, number, name, sha256 }: CopiedDocument,
  language: keyof typeof kindFolders,
): { stem: string; ending: string } {
  const [year, month] = (issuedOn ?? receivedOn).split('-');
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && /^\.[A-Za-z0-9]{1,8}$/.test(name.slice(dot)) ? name.slice(dot).toLowerCase() : '';
  const own = ending === '' ? name : name.slice(0, dot);
  const title = cleanFileName(tidy(number === null ? own : [partner, number].filter(Boolean).join(' ')).normalize('NFC'), longest);
  return {
    stem: `${baseNumber}/${year}/${month}/${kindFolders[language][kind ?? 'other']}/${[title, sha256.slice(0, 8)].filter(Boolean).join(' ')}`,
    ending,
  };
}

/** Short enough, with what stands behind it, for 255 bytes of UTF-8. */
const longest = 70;
