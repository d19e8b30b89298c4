import { tidy } from '#services/domain/text.ts';
import type { LabelFound } from './find-labels.ts';
import type { Findings } from './found.ts';
import { type Segment, segmentOf, tokensAt } from './layout.ts';
import type { Anchor, Side } from './party-anchors.ts';
import { type Head, headOf } from './party-heads.ts';
import { continues, isBold, isNoName, legalForm, otherRow, type PartyField, wholeName, withoutAddress } from './party-names.ts';

/** The name in the block of a party's word: behind it, below it or beside it. */
export function nameAfter(anchor: Anchor, findings: Findings): PartyField | null {
  const { segment, end } = anchor;
  const head = headOf(segment.text.slice(end));
  // `Vevő címe:`, `Vevő adószáma:`: the block of the party, but not its name.
  const asks = asksFor(segment.text.slice(anchor.offset, end), head);
  if (asks === 'other') return null;
  const inline = nameFrom(segment, end + head.length, findings);
  const block = blockBelow(anchor, findings);
  if (inline)
    return inline.isWhole
      ? { ...inline.name, ...wholeName(segmentOf(inline.name.tokens, segment.page, segment.row), block), segment }
      : inline.name;
  const isAsked = asks === 'name' && /(név|neve|name)\s*:?$/iu.test(segment.text);
  const beside = isAsked ? findings.layout.rows[segment.row]?.find(({ x }) => x > segment.x) : undefined;
  if (beside && !isNoName(beside.text, beside, findings))
    return { ...wholeName(beside, belowOf(beside, findings)), score: 0.85, isChecked: false };
  const lines = besideFirst(anchor, block, findings);
  for (const [at, below] of lines.entries()) {
    const asked = askedIn(below, anchor.side, findings);
    if (asked.asks === 'other') continue;
    if (asked.from >= below.text.length) {
      const value = findings.layout.rows[below.row]?.find(({ x }) => x > below.x);
      if (value && !isNoName(value.text, value, findings))
        return { ...wholeName(value, belowOf(value, findings)), score: 0.85, isChecked: false };
      continue;
    }
    if (asked.from > 0) {
      const name = nameFrom(below, asked.from, findings);
      if (name) return name.name;
      continue;
    }
    if (isNoName(withoutAddress(below.text), below, findings)) continue;
    const name = wholeName(below, lines.slice(at + 1));
    if (name.value.length > 1) return { ...name, score: 0.85, isChecked: false };
  }
  return null;
}

/** The lines right below in the same column, nearest first. */
const belowOf = (first: Segment, { layout }: Findings): Segment[] => {
  const lines: Segment[] = [];
  for (const row of layout.rows.slice(first.row + 1, first.row + 4)) {
    const next = row.find((other) => continues(lines.at(-1) ?? first, other));
    if (!next || (layout.rows[next.row] ?? []).some(({ x }) => x < next.x - 0.02 && x > first.x - 0.4)) break;
    lines.push(next);
  }
  return lines;
};

/** `Vevő neve és címe:` asks for the name, whichever of its words the label is. */
const asksFor = (label: string, head: Head): Head['asks'] => (/(?:név|neve|adatai|name)(?!\p{L})/iu.test(label) ? 'name' : head.asks);

/** What a line of a block asks for before its value: `Név:`, `Szolgáltató neve:`, `Vevő címe:`; `from`: where the value begins. */
function askedIn(line: Segment, side: Side | null, { labelsOf }: Findings): { asks: 'name' | 'other' | null; from: number } {
  const label = labelsOf.get(line)?.find(({ from, field }) => from === 0 && field === side);
  const start = label ? (line.offsets[label.to] ?? line.text.length) : 0;
  const head = headOf(line.text.slice(start));
  const from = start + head.length;
  const isEnded = head.hasColon || from >= line.text.length || (label !== undefined && /:$/.test(line.tokens[label.to - 1]!.text));
  return isEnded && (head.asks !== null || label) ? { asks: asksFor(line.text.slice(0, start), head), from } : { asks: null, from: 0 };
}

/** The name in a line from a letter on; `isWhole`: it ends where the line does. */
function nameFrom(segment: Segment, from: number, findings: Findings): { name: PartyField; isWhole: boolean } | null {
  const rest = segment.text.slice(from);
  const part = tidy(rest.split(/,\s(?=.*\d)|\s{2}|;|\s[–—|•·]\s|\s\((?=.*\d)|\s\p{L}+:/u)[0] ?? rest);
  const value = withoutAddress(part);
  const isOtherLabel = findings.labelsOf
    .get(segment)
    ?.some(
      ({ field, from: at }) =>
        field !== 'supplier' && field !== 'customer' && segment.offsets[at]! >= from && segment.offsets[at]! <= from + 3,
    );
  if (value.length <= 2 || isOtherLabel || otherRow.test(value) || isNoName(value, segment, findings)) return null;
  const at = segment.text.indexOf(value, from);
  const tokens = tokensAt(segment, at, at + value.length);
  return { name: { value, tokens, segment, score: 0.85, isChecked: false }, isWhole: at + value.length >= segment.text.length };
}

/** What a form asks below the party's name. */
const isFormWord =
  /:$|^(?:név|cím|címe|székhelye?|irányítószám|telephely|(?:vevő|partner|ügyfél|szállító|eladó|kibocsátó|kiállító|megrendelő|szolgáltató|számlafizető) .*(?:címe|száma)|adószáma?|address|anschrift|adresse)$/iu;

/** Further below its label, in heights of it, a line is of something else. */
const blockGap = 4;
/** A value's column stands no further from its label's, in page widths. */
const besideGap = 0.25;

/** The block may begin right of its label: when nothing stands below it, or what does is in line with what is on its right. */
function besideFirst({ segment }: Anchor, block: Segment[], { layout, labelsOf }: Findings): Segment[] {
  const beside = (layout.rows[segment.row] ?? []).find((other) => other.x > segment.x);
  if (!beside || labelsOf.get(beside)?.some(({ from, isWeak }) => from === 0 && !isWeak)) return block;
  const [first] = block;
  if (first === undefined || first.y - segment.y > blockGap * segment.h)
    return beside.x - segment.x - segment.w < besideGap ? [beside, ...block] : block;
  // Rows of a form, `Ügyfél │ Valaki Kft.` over `Cím │ …`: both columns go on below.
  const isForm = isFormWord.test(first.text) && Math.abs(first.x - segment.x) < 0.02;
  const near = layout.rows.slice(first.row - 1, first.row + 2).flat();
  if (isForm && near.some(({ x, row }) => row > segment.row && Math.abs(x - beside.x) < 0.02)) return [beside, ...block];
  // What stands below is no firm, what stands beside is one.
  if (legalForm.test(beside.text) && !legalForm.test(first.text) && !isBold(first)) return [beside, ...block];
  return Math.abs(first.x - beside.x) < 0.02 ? [beside, ...block] : block;
}

const ofVoucher: ReadonlySet<LabelFound['field']> = new Set<LabelFound['field']>([
  'issuedOn',
  'suppliedOn',
  'dueOn',
  'paymentMethod',
  'gross',
  'payable',
]);

function blockBelow({ segment, side }: Anchor, { layout, labelsOf }: Findings): Segment[] {
  const block: Segment[] = [];
  for (const row of layout.rows.slice(segment.row + 1, segment.row + 9)) {
    const below = row.find(
      (other) =>
        other.page === segment.page &&
        ((other.x > segment.x - 0.06 && other.x < segment.x + Math.max(0.12, segment.w)) || isFlushRight(other, segment)),
    );
    if (!below) continue;
    if (
      labelsOf
        .get(below)
        ?.some(({ field, isWeak, from }) => from === 0 && !isWeak && (field === 'supplier' || field === 'customer') && field !== side)
    )
      break;
    // Days, ways of paying and sums are no longer of the party.
    if (labelsOf.get(below)?.some(({ field, isWeak, from }) => from === 0 && !isWeak && ofVoucher.has(field))) break;
    block.push(below);
  }
  return block;
}

const isFlushRight = (one: Segment, other: Segment): boolean => Math.abs(one.x + one.w - other.x - other.w) < 0.012;

export function addressAfter(anchor: Anchor, findings: Findings): PartyField | null {
  const inline = /(\d{4}\s\p{Lu}[\p{L}]+,\s[^,;]+)/u.exec(anchor.segment.text.slice(anchor.end));
  if (inline?.[1]) return { value: tidy(inline[1]), tokens: anchor.segment.tokens, segment: anchor.segment, score: 0.7, isChecked: false };
  const block = blockBelow(anchor, findings);
  for (const [at, line] of block.entries()) {
    const value = /^(?:(?:cím|címe|székhely|székhelye|address|adresse|anschrift)\s?:\s*)?((?:[A-Z]{1,2}[- ]?)?\d{4,5}\s+\p{Lu}.*)$/iu.exec(
      line.text,
    )?.[1];
    if (value === undefined || !/\d{4,5}\s+\p{Lu}/u.test(value)) continue;
    // The street in a line of its own, below the town.
    const next = block[at + 1];
    const street = !/[,\d]/.test(value.replace(/^\D*\d{4,5}/, '')) && next && isStreet(next, line, findings) ? next : null;
    const tokens = [...line.tokens, ...(street?.tokens ?? [])];
    return { value: tidy(street ? `${value}, ${street.text}` : value), tokens, segment: line, score: 0.75, isChecked: false };
  }
  return null;
}

const isStreet = (next: Segment, town: Segment, { labelsOf }: Findings): boolean =>
  Math.abs(next.x - town.x) < 0.012 &&
  next.y - town.y < 2.2 * town.h &&
  /^\p{Lu}.*\s\d/u.test(next.text) &&
  !/[:@]|\d{5}/.test(next.text) &&
  !labelsOf.get(next)?.some(({ from, isWeak }) => from === 0 && !isWeak);
