import type { PaymentMethod } from '#services/domain/reading.ts';
import { folded } from '#services/domain/text.ts';
import { blockLetters } from './block-number.ts';
import type { LabelFound } from './find-labels.ts';
import type { Announced, Candidate, Findings } from './found.ts';
import type { LabelledField } from './labels.ts';
import { type Segment, type Token, tokensAt } from './layout.ts';
import { endOfLabel, placesOf } from './near.ts';

/** Days announced by a label, the best first. */
export function labelledDays(field: LabelledField, findings: Findings): Candidate<string>[] {
  const { layout, labels, labelsOf, datesOf } = findings;
  const found: Candidate<string>[] = [];
  for (const label of labels) {
    if (label.field !== field) continue;
    for (const place of placesOf(label, layout, labelsOf)) {
      const dates = (datesOf.get(place.segment) ?? []).filter(({ from, to }) =>
        place.kind === 'below' ? to > place.from : from >= place.from,
      );
      const own = dayAmong(label, dates.length, labelsOf);
      const date = dates[own ?? 0];
      if (!date) continue;
      // Another label between this one and the day takes the day.
      const between =
        own === null &&
        (labelsOf.get(place.segment) ?? []).some(
          (other) =>
            other !== label &&
            other.field !== field &&
            place.segment.offsets[other.from]! >= place.from &&
            place.segment.offsets[other.from]! < date.from &&
            !other.isWeak &&
            // `Teljesítés (fizetés) dátuma`
            !other.segment.tokens[other.from]!.text.startsWith('('),
        );
      if (between) continue;
      // `Rechnung Nr. 17 vom 5.3.2026`: number and day in one breath.
      const isTold =
        label.from > 1 && labelsOf.get(label.segment)?.some(({ field: its, from, isWeak }) => its === 'number' && from === 0 && !isWeak);
      const weak = label.isWeak && !isTold ? 0.12 : 0;
      const short = label.length < 6 && !isTold ? 0.08 : 0;
      const range = own === null && dates.length > 1 && field !== 'suppliedOn' ? 0.1 : 0;
      found.push({
        value: date.day,
        score:
          place.weight - weak - short - range - (label.isExact ? 0 : 0.06) - (label.field === 'issuedOn' ? label.segment.row * 0.0005 : 0),
        tokens: date.tokens,
        page: place.segment.page,
        segment: place.segment,
        because: 'label',
      });
      break;
    }
  }
  if (field === 'dueOn') found.push(...daysUntil(findings));
  return found.sort((a, b) => b.score - a.score);
}

const dayFields: ReadonlySet<LabelledField> = new Set<LabelledField>(['issuedOn', 'suppliedOn', 'dueOn', 'otherDate']);

/** `Invoice date / Delivery date`, and as many days after it: each label has the day of its own place. */
function dayAmong(label: LabelFound, days: number, labelsOf: Announced['labelsOf']): number | null {
  if (days < 2) return null;
  const { segment } = label;
  const all = (labelsOf.get(segment) ?? []).filter(({ field }) => dayFields.has(field)).toSorted((a, b) => a.from - b.from);
  const isJoined = all.every(
    ({ from }, at) =>
      at === 0 ||
      /^[\s:]*[/|&–,-][\s]*$/.test(
        segment.text.slice(segment.offsets[all[at - 1]!.to - 1]! + segment.tokens[all[at - 1]!.to - 1]!.text.length, segment.offsets[from]),
      ),
  );
  return isJoined && all.length === days && new Set(all.map(({ field }) => field)).size === days ? all.indexOf(label) : null;
}

/** `átutalás 2026-08-21-ig`: a Hungarian ending, not a label, says that the day is the last to pay on. */
function daysUntil({ dates }: Findings): Candidate<string>[] {
  return dates
    .filter(({ segment, to }) => /^\.?\s?-?(?:ig|éig|áig|nap(?:já)?ig|hóig)(?!\p{L})/u.test(segment.text.slice(to)))
    .filter(({ segment }) => /fizet|utal|egyenlit/.test(folded(segment.text)))
    .map(({ day, tokens, segment }) => ({ value: day, score: 0.8, tokens, page: segment.page, segment, because: 'ending' }));
}

/** An amount with its currency is no number of a document. */
const priced = /^[\s:]*(?:(?:Ft|HUF|EUR|USD|€|\$|£)\s?-?\d[\d ., ]*|-?\d[\d ., ]*(?:,-)?\s?(?:Ft|HUF|EUR|USD|€|\$|£))(?!\p{L})/u;

/** Nor is a town's postal code. */
const postal = /^(?:[A-Z]{1,2}[- ])?\d{4,5}\s+\p{Lu}\p{L}{2,}/u;

const identifier = /(?<![\p{L}\d])#?\s?[\p{L}\d][\p{L}\d]*(?:[-/_.#\\][\p{L}\d]+)*/gu;

/** Numbers of documents announced by a label: words with a digit that are no day, tax number, account or amount. */
export function labelledNumbers(field: LabelledField, findings: Announced): Candidate<string>[] {
  const { layout, labels, labelsOf, datesOf } = findings;
  const found: Candidate<string>[] = [];
  for (const label of labels) {
    if (label.field !== field) continue;
    for (const place of placesOf(label, layout, labelsOf)) {
      const beginning = place.segment.text.slice(place.from);
      if (priced.test(beginning) || postal.test(beginning)) continue;
      if (label.isWeak && place.kind === 'below' && !isNumberUnderTitle(label, place.segment, layout)) continue;
      const read = firstIdentifier(layout.isOcr ? tight(place.segment) : place.segment, place.from, datesOf.get(place.segment) ?? []);
      if (read === null) continue;
      const { value, from, to } = read;
      // számlaszám is also a bank account (AC-048).
      if (/^\d{8}-\d{8}(-\d{8})?$/.test(value) || /^[A-Z]{2}\d{2}[A-Z0-9]{11,}$/.test(value) || /^\d{8}-\d-\d{2}$/.test(value)) break;
      const between = (labelsOf.get(place.segment) ?? []).some(
        (other) =>
          other !== label &&
          other.field !== field &&
          place.segment.offsets[other.from]! >= place.from &&
          place.segment.offsets[other.from]! < from &&
          !other.isWeak &&
          other.field !== 'taxNumber',
      );
      if (between) break;
      const digits = value.replace(/\D/g, '').length;
      const running = label.from > 3 && label.segment.tokens.length > 6 ? 0.2 : 0;
      const plain = digits < 2 && !/[-/]/.test(value) ? 0.25 : digits < 3 ? 0.06 : 0;
      // Words between label and number: part of the number, or what it is of.
      const isBehindWords = /\p{Lu}{2,}|\p{L}{4,}/u.test(
        place.segment.text.slice(place.from, from).replace(/(?:sz[aá]ma?|number|nr|no)\b\.?/giu, ''),
      );
      const whole = unbroken(value, { segment: place.segment, from, to }, layout);
      found.push({
        value: whole.value,
        score: place.weight - (label.isWeak ? 0.16 : 0) - plain - running - (label.isExact ? 0 : 0.06) - label.segment.row * 0.0008,
        tokens: whole.tokens,
        page: place.segment.page,
        segment: place.segment,
        because: label.isWeak ? 'title' : isBehindWords ? 'label before words' : 'label',
      });
      break;
    }
  }
  if (field === 'number') found.push(...bareNumbers(findings));
  return found.sort((a, b) => b.score - a.score);
}

const referring = /^(reference|ref|ourreference|hivatkozas|referenz)$/;

/** On a correction a bare `Reference`, or words like `az SZ-2026/17 számú számla`, name the invoice that it corrects. */
export function referredNumbers(findings: Announced): Candidate<string>[] {
  const { layout, labels, labelsOf, datesOf } = findings;
  const named = labels
    .filter(({ segment, from, to }) =>
      referring.test(
        segment.tokens
          .slice(from, to)
          .map(({ key }) => key)
          .join(''),
      ),
    )
    .flatMap((label) =>
      placesOf(label, layout, labelsOf).flatMap(({ segment, from, weight }): Candidate<string>[] => {
        const read = firstIdentifier(segment, from, datesOf.get(segment) ?? []);
        if (read === null || read.value.replace(/\D/g, '').length < 3) return [];
        return [
          {
            value: read.value,
            score: weight - 0.1,
            tokens: tokensAt(segment, read.from, read.to),
            page: segment.page,
            segment,
            because: 'label',
          },
        ];
      }),
    );
  const said = layout.segments.flatMap((segment) =>
    [
      ...segment.text.matchAll(/(?<![\p{L}\d])((?=[\p{L}/-]*\d)[\p{L}\d]+(?:[-/_.][\p{L}\d]+)*)\s(?:számú|sz\.|sorszámú)\s\p{L}*számla/giu),
    ].map(
      (match): Candidate<string> => ({
        value: match[1]!,
        score: 0.7,
        tokens: tokensAt(segment, match.index, match.index + match[1]!.length),
        page: segment.page,
        segment,
        because: 'words',
      }),
    ),
  );
  return [...named, ...said].sort((a, b) => b.score - a.score);
}

/** How far a line may begin from the one above, in page widths, and still be the same column. */
const sameColumn = 0.02;

/** A number that its column breaks at a hyphen or a stroke, together again: `TT-` over `2026/V/019`. */
function unbroken(
  value: string,
  { segment, from, to }: { segment: Segment; from: number; to: number },
  { rows }: Findings['layout'],
): { value: string; tokens: Token[] } {
  const tokens = tokensAt(segment, from, to);
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (!first || !last) return { value, tokens };
  const near = (row: number) =>
    (rows[row] ?? []).filter(({ page, y }) => page === segment.page && Math.abs(y - segment.y) < 3.5 * Math.max(segment.h, first.h));
  // The part above ends its line: in the same column, or behind the label.
  const head =
    from === 0
      ? near(segment.row - 1)
          .flatMap((above) => above.tokens.slice(-1).map((token) => ({ token, x: above.x })))
          .find(({ token, x }) => /^[\p{L}\d][\p{L}\d/-]*[-/]$/u.test(token.text) && Math.abs(x - segment.x) < sameColumn)?.token
      : undefined;
  const before = head?.text ?? '';
  if (head) tokens.unshift(head);
  const parts = [segment.text.slice(from, to)];
  const isCut = to === segment.text.length - 1 && /[-/]$/.test(segment.text);
  for (let row = segment.row + 1; isCut && parts.length < 4; row++) {
    const tail = near(row)
      .flatMap((line) => line.tokens)
      .find(({ x }) => Math.min(Math.abs(x - segment.x), Math.abs(x - first.x)) < sameColumn);
    if (!tail || !/^[\p{L}\d]+(?:[-/][\p{L}\d]+)*[-/]?$/u.test(tail.text)) break;
    if (parts.length === 1) parts.push(segment.text.slice(to));
    parts.push(tail.text);
    tokens.push(tail);
    if (!/[-/]$/.test(tail.text)) return { value: before + parts.join(''), tokens };
  }
  return { value: before + value, tokens };
}

/** A title's own line with nothing but a number on the next line of its column. */
const isNumberUnderTitle = (label: LabelFound, segment: Segment, { rows }: Findings['layout']): boolean => {
  const { segment: title } = label;
  const isBare = segment.tokens.length === 1 || /^\p{Lu}{1,4} [\d/-]+$/u.test(segment.text);
  if (label.from !== 0 || endOfLabel(label) !== title.tokens.length || !isBare || !/\d/.test(segment.text)) return false;
  if (segment.row === title.row + 1) return true;
  const between = rows.slice(title.row + 1, segment.row).flat();
  return segment.y - title.y < 2.5 * title.h && !between.some(({ x, w }) => x < title.x + title.w && x + w > title.x);
};

/** A segment that is a number behind a word too short for a label: `Nr.: EXP-26-0045`, `No. 2260100512`. */
const bareNumber =
  /^(?:(?:nr|no|sz|szám|száma)(?:[.:]{1,2}\s?|\s(?=\S+$))|(?:n°|nº|č\.?|#)\s?:?\s?)((?=[\p{L}/-]*\d)[\p{L}\d]+(?:[-/_.][\p{L}\d]+)*)(?=\s|$)/iu;

/** The same behind the title in its own line: `FAKTÚRA / SZÁMLA č. 2026100418`. */
const titledNumber =
  /(?:számla|faktura|faktúra|invoice|rechnung|facture|fattura|factura|díjbekérő)\s(?:č|nr|no|sz|szám|n°|nº|#)\.?\s?:?\s?((?=[\p{L}/-]*\d)[\p{L}\d]+(?:[-/_.][\p{L}\d]+)*)$/iu;

const titleWords =
  /^(.* )?(szamla|\p{L}*szamla|invoice|\p{L}*rechnung|faktura|facture|factura|fattura|factuur|dijbekero|nyugta|receipt)( .*)?$/u;

/** Such a number beside or under a title that has none; a house number in an address stands elsewhere or is shorter. */
function bareNumbers({ layout, datesOf }: Announced): Candidate<string>[] {
  const titles = layout.segments.filter(({ text, tokens }) => tokens.length < 7 && titleWords.test(folded(text)));
  return layout.segments.flatMap((segment): Candidate<string>[] => {
    const value = bareNumber.exec(segment.text)?.[1] ?? titledNumber.exec(segment.text)?.[1];
    if (value === undefined || value.length < 4 || datesOf.get(segment)?.some(({ from }) => from < 8)) return [];
    const isTitled = titles.some(
      (title) => title.page === segment.page && segment.y > title.y - title.h && segment.y - title.y < 4 * title.h,
    );
    return isTitled
      ? [
          {
            value,
            score: 0.72,
            tokens: segment.tokens.filter(({ text }) => text.endsWith(value)),
            page: segment.page,
            segment,
            because: 'title',
          },
        ]
      : [];
  });
}

/** A hyphen that OCR set apart on one side belongs to the number: `A -2026- 17`. Keeps the length. */
const tight = ({ text }: Segment): Pick<Segment, 'text'> => ({
  text: text.replace(/(?<=^|\s)[\p{L}\d]{1,8}(?: -(?=\d)|-(?:\s(?=\d)|(?=\d))|[/-]?[\p{L}\d]){1,12}/gu, (number) =>
    /\d/.test(number) ? number.replace(/ -|- /g, '-').padStart(number.length) : number,
  ),
});

function firstIdentifier(
  segment: Pick<Segment, 'text'>,
  start: number,
  dates: readonly { from: number; to: number }[],
): { value: string; from: number; to: number } | null {
  const text = segment.text.slice(start);
  for (const match of text.matchAll(identifier)) {
    const from = start + match.index;
    let to = from + match[0].length;
    if (dates.some((date) => from < date.to && date.from < to)) return null;
    const block = blockLetters.test(match[0]) ? /^\s\d{6,8}(?![\p{L}\d.,/-])/u.exec(segment.text.slice(to)) : null;
    if (block && !dates.some((date) => date.from < to + block[0].length && to < date.to)) {
      to += block[0].length;
      return { value: segment.text.slice(from, to), from, to };
    }
    if (!/\d/.test(match[0])) {
      // A Romanian series before its number: `Seria BHR nr. 00418`.
      const series = /^[A-Z]{2,5}$/.test(match[0])
        ? /^,? (?:nr|num[aă]r)\.? ?(\d{2,})(?![\p{L}\d.,/-])/iu.exec(segment.text.slice(to))
        : null;
      if (series) return { value: `${match[0]} ${series[1]}`, from, to: to + series[0].length };
      // Letters that belong to the number after them: `CS 24198`, `CR 1806/0729`.
      const rest = /^\s(\d[\d/-]{3,})(?![\p{L}\d.,])/u.exec(segment.text.slice(to));
      if (/^[A-Z]{1,4}(?:-[A-Z]{1,4})*$/.test(match[0]) && rest && !/^(NO|NR|N)$/i.test(match[0])) {
        to += rest[0].length;
        return { value: segment.text.slice(from, to), from, to };
      }
      if (match.index > 24) return null;
      continue;
    }
    // The number of a printed block of forms: `AB2S-E 0099871` (AC-025).
    const form = /^[A-Z]{2}\d?[A-Z]{0,2}(?:-[A-Z])? \d{6,8}$/.exec(segment.text.slice(from))?.[0];
    if (form) return { value: form, from, to: from + form.length };
    // `80 2611 0045 1122`: groups of digits to the end of the cell.
    const groups = /^\d{2,4}(?: \d{3,4}){2,}$/.exec(segment.text.slice(from))?.[0];
    if (groups) return { value: groups, from, to: from + groups.length };
    // A group of an account number, broken at the end of its line.
    if (/^\d{8}$/.test(match[0]) && /^\s?[-–]/.test(segment.text.slice(to))) return null;
    if (/^\d+[.,]\d{2}$/.test(match[0]) || (/^\d{1,2}$/.test(match[0]) && /^\s?%/.test(segment.text.slice(to)))) return null;
    return { value: match[0].replace(/\s/g, ''), from, to };
  }
  return null;
}

/** Ways of paying by the words that name them (AC-L13), accents folded. */
const methods: readonly (readonly [PaymentMethod, RegExp])[] = [
  ['cash-on-delivery', /utanvet|cash on delivery|\bcod\b|nachnahme|contre remboursement/],
  ['direct-debit', /csoportos besz|inkassz|direct debit|lastschrift|prelevement|einzug/],
  // The post's form is called a transfer of cash.
  ['cheque', /csekk|cheque|\bcheck\b|keszpenz-?atutalas/],
  ['set-off', /kompenzac|beszamitas|set-off/],
  ['transfer', /atut(?:al|\.)|\butal(?:as|ni|and)|transfer|uberweis|virement|overschrijving|bonifico|transferencia|przelew|prevod/],
  ['card', /bankkart|kartya|\bcard\b|kreditkarte|carte bancaire|\bvisa\b|mastercard|carta|tarjeta/],
  ['cash', /keszpenz|\bcash\b|barzahlung|\bbar\b|especes|contant|contanti|efectivo|gotowka/],
  ['voucher', /utalvany|voucher|szep/],
];

export function paymentMethodOf(findings: Findings): Candidate<PaymentMethod> | null {
  const { layout, labels, labelsOf } = findings;
  for (const label of labels.filter(({ field }) => field === 'paymentMethod'))
    for (const place of placesOf(label, layout, labelsOf).slice(0, 8)) {
      const text = folded(place.segment.text.slice(place.from));
      const found = methods.find(([, words]) => words.test(text));
      if (found)
        return {
          value: found[0],
          score: place.weight,
          tokens: place.segment.tokens,
          page: place.segment.page,
          segment: place.segment,
          because: 'label',
        };
    }
  const paid = paidOnTill(findings);
  if (paid) return paid;
  for (const segment of layout.segments) {
    // `Készpénzfizetési számla` is a title that many print whatever the way.
    const text = folded(segment.text).replace(/keszpenz\w* szamla/, '');
    const at = text.search(/fizet|zahl|pay|bank transfer|atutalas|keszpenz|barzahlung|uberweis/);
    // A sentence says it near its word; a paragraph speaks of other things too.
    const found = at < 0 ? undefined : methods.find(([, words]) => words.test(text.length < 90 ? text : text.slice(at, at + 40)));
    if (found) return { value: found[0], score: 0.55, tokens: segment.tokens, page: segment.page, segment, because: 'words' };
  }
  return null;
}

/** `BANKKÁRTYA  27 540 Ft`: a row of a till that begins with a way of paying and gives an amount, where only one way does. */
function paidOnTill({ layout, amountsOf }: Findings): Candidate<PaymentMethod> | null {
  const rows = layout.rows.flatMap((row): Candidate<PaymentMethod>[] => {
    const [first] = row;
    const found = first && methods.find(([, words]) => new RegExp(`^(?:${words.source})`).test(folded(first.text)));
    if (!first || !found || !row.some((segment) => amountsOf.get(segment)?.some(({ isPercent, value }) => !isPercent && value !== '0')))
      return [];
    return [{ value: found[0], score: 0.6, tokens: first.tokens, page: first.page, segment: first, because: 'words' }];
  });
  return new Set(rows.map(({ value }) => value)).size === 1 ? rows[0]! : null;
}
