import { tidy } from '#services/domain/text.ts';
import type { Findings } from './found.ts';
import type { Segment, Token } from './layout.ts';

export type PartyField = { value: string; tokens: Token[]; segment: Segment; score: number; isChecked: boolean };

/** Letters of either case; what a backslash marks stays. */
const anyCase = (pattern: string): string =>
  pattern.replace(/\\p\{L\}|\\.|\p{L}/gu, (part) => (part.length === 1 ? `[${part.toLowerCase()}${part.toUpperCase()}]` : part));

/** Short ones are words of other things in small letters: `5 kg`. */
const capitalForms = 'Rt|AG|KG|UG|SE|OY|Oy|AB|SA|SL|AS|SIA|OOD';
const legalForms = String.raw`kft|zrt|nyrt|bt|kkt|kht|e\.?\s?v|e\.c|(?:korlátolt felelősségű|betéti|közkereseti) társaság|(?:zártkörűen|nyilvánosan) működő részvénytársaság|lakásszövetkezet\p{L}{0,2}|egyéni vállalkozó|egyéni cég|őstermelő|magánszemély|alapítvány\p{L}{0,2}|(?:sport)?egyesület\p{L}{0,2}|szövetkezet\p{L}{0,2}|társasház|önkormányzat\p{L}{0,2}|társulás\p{L}{0,2}|(?:ügyvédi|közjegyzői|végrehajtói|szabadalmi) (?:iroda|társulás)|intézet\p{L}{0,2}|gimnázium|iskola|óvoda|bölcsőde|egyetem|plébánia|kamara|klub|gmbh|ges\.?\s?m\.?\s?b\.?\s?h|mbh|ohg|gbr|e\.\s?k|e\.\s?u|a\.\s?g|ltd|limited|llp|inc|llc|corp|corporation|company|b\.?\s?v|n\.?\s?v|s\.?a\.?s|s\.a|sarl|s\.?\s?à\s?r\.?\s?l|s\.?r\.?l|s\.?p\.?a|sdn\.? bhd|bhd|enterprise|trading|sp\. ?z ?o\. ?o|(?:spol\. )?s\. ?r\. ?o|a\. ?s|d\. ?o\. ?o|d\. ?d|oyj|a\/s|aps|lda|plc|pvt|oü|uab|eood|sàrl|bvba|pty ltd`;

/** What a firm, a trader or a body calls itself after its name. */
export const legalForm = new RegExp(`(?<![\\p{L}\\d-])(?:${capitalForms}|${anyCase(legalForms)})\\.?(?![\\p{L}-])`, 'u');

const salutation = /^(herrn?|frau|familie|mr|mrs|ms|madame|monsieur|m\.|mme)\.?$/iu;
/** Lines of an address that stand before its name or name a person there. */
/** What an address says before its name, and whom there it asks for. */
export const isAddressing = (text: string): boolean => addressing.test(text.trim());
const addressing =
  /^(?:firma|fa\.|an(?: die| das| den)?|to|messrs\.?|title|t\. ?c[ií]m:?|a\/az|részére:?|magyarország|hungary|ungarn|deutschland|germany|österreich|austria)$|^(?:attn|attention|att\.|z\. ?hd|zu händen|c\/o|fao)(?![\p{L}])|(?:úr|asszony|részére)$|(?<!\p{L})(?:pf|postafiók|p\.o\. box)\.? ?\d/iu;
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
    (/(?<!\p{L})(utca|út|útja|tér|körút|street|road|avenue|rue|(\p{L}*)(strasse|straße|straat))(?!\p{L})/iu.test(text) ||
      /(?<!\p{L})(u|utcája|tere|krt|köz|sor|sétány|fasor|dűlő|sugárút|rakpart|rkp|lakópark|ltp|hrsz|\p{L}+str|\p{L}*weg|gasse|platz)\.?,? \d/iu.test(
        text,
      ))) ||
  isAddressing(text) ||
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

/** Whether one line stands right below the other in the same column: flush left, flush right or in the middle. */
export const continues = (last: Segment, next: Segment): boolean =>
  next.page === last.page &&
  next.y > last.y &&
  next.y - last.y < 2.2 * Math.max(last.h, next.h) &&
  (Math.abs(next.x - last.x) < sameEdge ||
    Math.abs(next.x + next.w - last.x - last.w) < sameEdge ||
    Math.abs(next.x + next.w / 2 - last.x - last.w / 2) < sameEdge);
/** In page widths. */
const sameEdge = 0.012;

export const isBold = ({ tokens }: Segment): boolean => tokens.every(({ bold }) => bold);
/** A line that ends so, or a line that begins so, is part of a longer name. */
const goesOn = /(?:\s(?:és|&|und|and|of|für)|[,–-])$/iu;
const goesOnWith = /^(?:és|&|und|and|of|für)(?=\s)/u;

/**
 * A name as far as its lines go: behind a salutation, over the lines to the legal form that the first lacks, and over lines
 * in bold letters where what follows is in plain ones.
 */
export function wholeName(first: Segment, below: readonly Segment[]): Pick<PartyField, 'value' | 'tokens' | 'segment'> {
  const value = withoutAddress(tidy(first.text.replace(announced, '').replace(/[,;]$/, '')));
  const lines = [first];
  let after: Segment | undefined;
  for (const next of below.slice(0, 4)) {
    const last = lines.at(-1)!;
    if (!continues(last, next)) break;
    after = next;
    if (lines.length > 3 || next.text.length >= 60 || /\d|[:@]/.test(next.text)) break;
    lines.push(next);
  }
  const textOf = (count: number) => tidy([value, ...lines.slice(1, count).map(({ text }) => text)].join(' '));
  const legal = legalForm.test(value) ? 1 : [2, 3, 4].find((count) => count <= lines.length && legalForm.test(textOf(count)));
  let count = legal ?? (salutation.test(value) ? Math.min(2, lines.length) : 1);
  if (isBold(first)) {
    const bold = lines.findIndex((line) => !isBold(line));
    const isTold = bold > 0 || (after !== undefined && !isBold(after));
    if (isTold) count = Math.max(count, bold > 0 ? bold : lines.length);
  }
  while (count < lines.length && (goesOn.test(textOf(count)) || goesOnWith.test(lines[count]!.text))) count += 1;
  return { value: textOf(count).replace(/[,;]$/, ''), tokens: lines.slice(0, count).flatMap(({ tokens }) => tokens), segment: first };
}
