import { tidy } from '#services/domain/text.ts';
import type { Findings } from './found.ts';
import type { Segment, Token } from './layout.ts';

export type PartyField = { value: string; tokens: Token[]; segment: Segment; score: number; isChecked: boolean };

export const legalForm =
  /(?<![\p{L}\d-])(kft|zrt|nyrt|bt|kkt|rt|e\.?\s?v|(?:korlátolt felelősségű|betéti|közkereseti) társaság|(?:zártkörűen|nyilvánosan) működő részvénytársaság|lakásszövetkezet|egyéni vállalkozó|alapítvány|egyesület|szövetkezet|társasház|önkormányzat|gmbh|ag|kg|a\.\s?g|ltd|limited|inc|llc|corp|corporation|company|b\.?v|s\.?a\.?s|sarl|s\.?r\.?l|s\.?p\.?a|sdn\.? bhd|bhd|enterprise|trading|sp\. z o\.o|s\.r\.o|a\.s|oy|ab|plc|pvt)\.?(?![\p{L}-])/iu;

/** What a form asks for together, `neve, címe, adószáma:`, and nothing else. */
export const formWords = /^(?:(?:név|neve|címe?|székhelye?|adószáma?)\s?(?:,|és|\/|:)?\s*){2,}$/iu;

const salutation = /^(herrn?|frau|familie|mr|mrs|ms|madame|monsieur|m\.|mme)\.?$/iu;
/** Words before a name that are none of it. */
export const announced =
  /^(?:(?:név|neve|cégnév|cégneve|name|firma|firmenname|company)\s*:|(?:név|neve|name)(?:\s?(?:,|és|and|\/)\s?(?:címe?|székhelye?|adószáma?|address|tax number)){1,2}\s*:?)\s*/iu;
/** A row of a party's block that gives something else; also where its value stands in a column of its own. */
export const otherRow =
  /^(cím|címe|székhely|székhelye|bankszáml\p{L}*|számlaszáma?|address|adresse|anschrift|város|ország|country|tel|telefon|phone|fax|e-?mail|web|honlap)\s*[.:]/iu;

/** Whether a line of a party's block cannot be its name: a label, a day, an address, a number, a mark. */
export const isNoName = (text: string, segment: Segment, { labelsOf, datesOf }: Findings): boolean =>
  !/\p{L}{2}/u.test(text) ||
  (labelsOf.get(segment)?.some(({ from, isWeak, field }) => from === 0 && !isWeak && !['supplier', 'customer'].includes(field)) ?? false) ||
  (datesOf.get(segment)?.length ?? 0) > 0 ||
  otherRow.test(text) ||
  /^(?:[A-Z]{1,2}[- ]?)?\d{4,5}\s/.test(text) ||
  // House numbers before a street in English and French, behind it elsewhere.
  /^\d{1,4},?\s+\p{L}/u.test(text) ||
  (!legalForm.test(text) &&
    /(?<!\p{L})(utca|út|útja|tér|körút|street|road|avenue|rue|(\p{L}*)(strasse|straße|straat))(?!\p{L})/iu.test(text)) ||
  // What is a number and little else, or stands between brackets, names nobody.
  (text.match(/\d/g)?.length ?? 0) > (text.match(/\p{L}/gu)?.length ?? 0) ||
  /^\(.*\)$/.test(text) ||
  /^[:#]/.test(text) ||
  /@|www\.|^attn/i.test(text);

/** Without what follows on the same line, an address or a trade: `Valaki Kft. 1117 Budapest`, `Valaki Kft. (6500 Baja`, `Valaki Bt. autószerviz`. */
export const withoutAddress = (name: string): string =>
  name
    .replace(/,?\s\(?(?:[A-Z]{1,2}-)?\d{4}\s\p{Lu}\p{L}+(?:,.*)?$/u, '')
    .replace(/(?<=\s(?:Kft|Bt|Zrt|Nyrt|Kkt)\.)\s\p{Ll}[\p{L} -]*$/u, '');

/** A name as far as its lines go: behind a salutation, and over one or two more lines to the legal form that the first lacks. */
export function wholeName(first: Segment, below: readonly Segment[]): Pick<PartyField, 'value' | 'tokens' | 'segment'> {
  const value = withoutAddress(tidy(first.text.replace(announced, '').replace(/[,;]$/, '')));
  const lines = [first];
  for (const next of below.slice(0, 2)) {
    const last = lines.at(-1)!;
    const isNear = next.y - last.y < 2.2 * Math.max(last.h, next.h) && Math.abs(next.x - first.x) < 0.012;
    if (!isNear || next.text.length >= 60 || /\d|[:@]/.test(next.text)) break;
    lines.push(next);
  }
  const textOf = (count: number) => tidy([value, ...lines.slice(1, count).map(({ text }) => text)].join(' '));
  const many = legalForm.test(value) ? 1 : ([2, 3].find((count) => count <= lines.length && legalForm.test(textOf(count))) ?? 1);
  const count = many === 1 && salutation.test(value) ? Math.min(2, lines.length) : many;
  return { value: textOf(count), tokens: lines.slice(0, count).flatMap(({ tokens }) => tokens), segment: first };
}

/** Where a block names its party in a row of two columns, `Név: │ Valaki Kft.`: the value's segment. */
export function namedBeside(segment: Segment, { layout }: Findings): Segment | null {
  if (!announced.test(`${segment.text}:`.replace(/::$/, ':')) || !/^\p{L}+\s*:?$/u.test(segment.text)) return null;
  return layout.rows[segment.row]?.find(({ x }) => x > segment.x) ?? null;
}
