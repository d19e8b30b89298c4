import { normalAccount } from '#services/domain/bank-account.ts';
import { presentOrNull } from '../cells.ts';

/** What the text around one MT940 entry says. */
export type Details = {
  name: string | null;
  account: string | null;
  memo: string | null;
  reference: string | null;
  endToEndId: string | null;
  type: string | null;
};
type Notes = { notes: { tag: string; value: string }[]; supplementary: string[]; account: string | null; code: string };

const nothing: Details = { name: null, account: null, memo: null, reference: null, endToEndId: null, type: null };

/** Understands field 86 (or the MultiCash `:NS:` block) by the dialect its own marks show. */
export function detailsOf({ notes, supplementary, account, code }: Notes): Details {
  const block = notes.find(({ tag }) => tag === 'NS');
  const text = notes
    .filter(({ tag }) => tag === '86')
    .map(({ value }) => value)
    .join('\n');
  // A line of figures alone is a number of the bank's own, no type.
  const words = supplementary.filter((line) => /\p{L}/u.test(line)).join(' ');
  const extra = presentOrNull(words);
  if (block) return multiCash(block.value, text);
  const whole = text.trim();
  if (whole === '') return { ...nothing, memo: extra };
  const separator = /^\s*\d{3}\s*([^\w\s/.,;:-])\d\d/.exec(whole)?.[1];
  if (separator) return german(whole.replace(/\n/g, ''), separator);
  const firstField = /^\s*\d{3}/.test(whole) ? null : slashKeywords(whole);
  if (firstField) return firstField;
  // Raiffeisen's CMI channel in Hungary: no marks, the order of lines counts; the entry's type is three figures.
  if (account?.startsWith('UBRTHUHB') && /^[A-Z]\d{3}$/.test(code)) return positional(text.split('\n'), extra);
  return free(whole, extra);
}

/** SEPA keywords inside the German memo. */
const sepaKey = /(?:(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP)\+|(MTLG):)/;

/** `166?00GUTSCHRIFT?20EREF+…?30bank?31account?32name`: each part cut at 27 characters, words go on in the next. */
function german(text: string, separator: string): Details {
  const parts = new Map<string, string>();
  for (const piece of text.split(separator).slice(1)) {
    const key = /^\d\d/.exec(piece)?.[0];
    const last = [...parts.keys()].at(-1);
    if (key) parts.set(key, (parts.get(key) ?? '') + piece.slice(2));
    else if (last) parts.set(last, parts.get(last)! + separator + piece);
  }
  const range = (from: number, to: number) =>
    [...parts].filter(([key]) => Number(key) >= from && Number(key) <= to).map(([, value]) => value);
  const pieces = [...range(20, 29), ...range(60, 63)];
  // With keywords the text is packed and cut wherever 27 characters end; one less, and a space stood at the cut.
  const purpose = pieces.map((piece) => (piece.length === 26 ? `${piece} ` : piece)).join('');
  const keyed = keywordsOf(purpose);
  const memo = keyed.size > 0 ? (keyed.get('SVWZ') ?? keyed.get('') ?? keyed.get('MTLG') ?? null) : joinedAtSpaces(pieces);
  return {
    name: presentOrNull(joinedAtSpaces([parts.get('32'), parts.get('33')].flatMap((part) => part ?? []))),
    account: presentOrNull(parts.get('38') ?? null) ?? presentOrNull(parts.get('31') ?? null),
    memo: presentOrNull(memo) ?? presentOrNull(purpose),
    reference: null,
    endToEndId: presentOrNull(keyed.get('EREF') ?? null),
    type: presentOrNull(parts.get('00') ?? null),
  };
}

/** A piece shorter than its 27 characters ended at a word, so the space after it was lost. */
const joinedAtSpaces = (pieces: string[]): string => pieces.map((piece) => (piece.length < 27 ? `${piece} ` : piece)).join('');

function keywordsOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const pieces = text.split(sepaKey).filter((piece) => piece !== undefined);
  if (pieces.length < 2) return found;
  if (pieces[0]) found.set('', pieces[0]);
  for (let index = 1; index < pieces.length; index += 2) found.set(pieces[index]!, (pieces[index + 1] ?? '').trim());
  return found;
}

const slashWords = [
  'EREF',
  'REMI',
  'NAME',
  'IBAN',
  'BIC',
  'ORDP',
  'BENM',
  'CNTP',
  'ISDT',
  'MARF',
  'TRTP',
  'CSID',
  'TRCD',
  'ID',
  'PREF',
  'RTRN',
  'PURP',
  'ULTD',
  'ULTB',
  'SVCL',
  'ACCW',
  'NRTX',
  'UDTR',
  'UCRD',
  'ADDR',
  'INFO',
  'OAMT',
  'EXCH',
  'CHGS',
  'ULTC',
];
const slashKey = new RegExp(`/(${slashWords.join('|')})/`);

/** `/TRTP/…/IBAN/…/NAME/…/REMI/…`; lines are cut at 65 characters, also inside a keyword. */
function slashKeywords(text: string): Details | null {
  const line = text.replace(/\n/g, '');
  const pieces = line.split(slashKey);
  if (pieces.length < 3 || pieces[0]!.trim() !== '') return null;
  const found = new Map<string, string>();
  for (let index = 1; index < pieces.length; index += 2)
    if (!found.has(pieces[index]!)) found.set(pieces[index]!, (pieces[index + 1] ?? '').replace(/\/+$/, ''));
  // CNTP holds account, BIC and name; REMI may say USTD or STRD and an issuer first.
  const [cntpAccount, , cntpName] = (found.get('CNTP') ?? '').split('/');
  const party = found.get('ORDP') || found.get('BENM') || '';
  const memo = (found.get('REMI') ?? '').replace(/^(?:USTD|STRD(?:\/CUR)?)\/{1,2}/, '');
  return {
    name: presentOrNull(found.get('NAME') ?? cntpName ?? null) ?? presentOrNull(party.replace(/^\/?NAME\//, '')),
    account: presentOrNull(found.get('IBAN') ?? cntpAccount ?? null),
    memo: presentOrNull(memo),
    reference: null,
    endToEndId: presentOrNull(found.get('EREF') ?? null),
    type: presentOrNull(found.get('TRTP') ?? null),
  };
}

/** Line 1 the bank's reference, 2 the counterparty's account or the original amount, 3 the name, then the memo wrapped at 35 characters. */
function positional(lines: string[], type: string | null): Details {
  const [reference = '', second = '', third = '', ...rest] = lines.map((line) => line.trimEnd());
  const isOriginalAmount = /^[A-Z]{3}\s+[\d.]+,\d*$/.test(second);
  const wrapped = rest.map((line) => (line.length >= 35 ? line : `${line} `)).join('');
  return {
    reference: presentOrNull(reference),
    account: isOriginalAmount ? null : presentOrNull(second),
    name: presentOrNull(third),
    memo: presentOrNull(isOriginalAmount ? `${second} ${wrapped}` : wrapped),
    endToEndId: null,
    type,
  };
}

/** MultiCash: two-digit line numbers; 15 and 16 are a name cut in the middle of a word. */
function multiCash(block: string, text: string): Details {
  const lines = block.split('\n').flatMap((line) => {
    const match = /^(\d\d)(.*)$/.exec(line);
    return match ? [{ number: match[1]!, value: match[2]!.trimEnd() }] : [];
  });
  const all = (...numbers: string[]) => lines.filter(({ number }) => numbers.includes(number)).map(({ value }) => value);
  const bank = all('33')[0]?.trim() ?? '';
  const account = all('34')[0]?.trim() ?? '';
  const isDomestic = /^\d{8}$/.test(bank) && /^\d{16}$/.test(account);
  return {
    name: presentOrNull(all('15', '16').join('')),
    account: presentOrNull(isDomestic ? bank + account : account),
    memo: presentOrNull([...all('02', '03'), ...all('09')].join(' ')) ?? presentOrNull(text),
    reference: presentOrNull(all('01')[0] ?? null),
    endToEndId: null,
    type: presentOrNull(all('17')[0] ?? null),
  };
}

/** No dialect: the whole text is the memo; an account in it counts only with right check digits. */
function free(text: string, extra: string | null): Details {
  const memo = presentOrNull(text.replace(/\n/g, ' '));
  const candidates =
    text.match(/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b|\b\d{8}[- ]\d{8}(?:[- ]\d{8})?\b|\b\d{24}\b/g) ?? [];
  const account = candidates.map((each) => normalAccount(each)).find((each) => each !== null) ?? null;
  const name = /(?:NAAM|NAME|OD|AUFTRAGGEBER):\s*([^;\n]+?)(?:\s{2,}|;|\n|$)/.exec(text)?.[1] ?? null;
  return { ...nothing, memo, account, name: presentOrNull(name), type: extra };
}
