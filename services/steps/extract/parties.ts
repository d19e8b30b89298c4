import { domesticAccountOf, isIban } from '#services/domain/bank-account.ts';
import { noParty, type Party } from '#services/domain/reading.ts';
import { isBaseNumber } from '#services/domain/tax-number.ts';
import { folded, tidy } from '#services/domain/text.ts';
import type { LabelFound } from './find-labels.ts';
import type { Findings } from './found.ts';
import { type Segment, tokensAt } from './layout.ts';
import { captioned } from './near.ts';
import { announced, formWords, isNoName, namedBeside, otherRow, type PartyField, wholeName, withoutAddress } from './party-names.ts';
import { unlabelledParties } from './unlabelled-parties.ts';

/** Our own business as it may stand on the page (AC-052). */
export type OwnNumbers = { baseNumbers: readonly string[]; euVatNumbers: readonly string[]; names: readonly string[] };
type Side = 'supplier' | 'customer';
export type Parties = Record<Side, Party> & { evidence: Record<string, PartyField> };

const taxNumber = /(?<![\d-])(\d{8})\s?[-–]\s?(\d)\s?[-–]\s?(\d\d)(?!\d)/g;
const euVat =
  /(?<![\p{L}\d])(FR\s?[A-Z0-9]{2}\s?\d{3}\s?\d{3}\s?\d{3}|(?:HU|DE|NL|IT|ES|PL|CZ|SK|RO|SI|HR|BE|LU|DK|SE|FI|IE|PT|EL|BG|EE|LV|LT|CY|MT|GB|XI)\s?\d{2,3}[\s.]?\d{3}[\s.]?\d{3,6}|NL\s?\d{9}B\d{2}|IE\s?\d[\dA-Z+*]\d{5}[A-W][A-I]?|CY\s?\d{8}[A-Z]|ES\s?(?:[A-Z]\d{7}[A-Z\d]|\d{8}[A-Z])|ATU\s?\d{8}|CHE[-\s]?\d{3}\.?\d{3}\.?\d{3}|HU\d{8})(?![\p{L}\d])/gu;
const germanTax = /(?<!\d)(\d{2,3}\/\d{3}\/\d{4,5})(?!\d)/g;
const iban = /(?<![\p{L}\d])([A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?)(?![\p{L}\d])/gu;
const domestic = /(?<!\d)(\d{8}\s?[-–]\s?\d{8}(?:\s?[-–]\s?\d{8})?)(?!\d)/g;
/** Which words belong to whom: the block under or after a party's label, else the nearest label above in the same column. */
export function partiesOf(findings: Findings, own: OwnNumbers | undefined): Parties {
  const parties: Parties = { supplier: noParty(), customer: noParty(), evidence: {} };
  const set = (side: Side, field: keyof Party, found: PartyField) => {
    if (parties[side][field] !== null) return;
    parties[side][field] = found.value;
    parties.evidence[`${side}.${field}`] = found;
  };
  const anchors = anchorsOf(findings);
  const sideAt = (segment: Segment, offset: number): Side | null => nearestAnchor(anchors, segment, offset);

  for (const anchor of anchors) {
    if (anchor.side === null) continue;
    const name = nameAfter(anchor, findings);
    if (name) set(anchor.side, 'name', name);
    const address = addressAfter(anchor, findings);
    if (address) set(anchor.side, 'address', address);
  }
  const { supplier, customer } = unlabelledParties(findings, {
    supplier: parties.evidence['supplier.name'] ?? null,
    customer: parties.evidence['customer.name'] ?? null,
  });
  for (const [side, found] of [
    ['supplier', supplier],
    ['customer', customer],
  ] as const) {
    if (!found || parties[side].name !== null) continue;
    set(side, 'name', found);
    // What stands below a name is its block, as below a label.
    if (found.score >= 0.6) anchors.push({ side, segment: found.segment, offset: 0, end: 0, reach: blockHeight });
  }
  const segments = findings.layout.segments;
  const numbers = segments.flatMap((segment) =>
    matches(segment, taxNumber, findings).filter(({ value }) => isBaseNumber(value.slice(0, 8))),
  );
  const marked = numbers.map((found) => ({ ...found, side: sideAt(found.segment, found.offset) ?? ownSide(found.value, own, numbers) }));
  for (const found of marked) if (found.side) set(found.side, 'taxNumber', { ...found, isChecked: true });
  // A number that no label claims is the supplier's unless that has one already; so is a second one in the seller's block,
  // but for the numbers of a VAT group and its members.
  for (const found of marked)
    if (!found.side || (found.side === 'supplier' && found.value !== parties.supplier.taxNumber && !/-[45]-/.test(found.value)))
      set(parties.supplier.taxNumber === null ? 'supplier' : 'customer', 'taxNumber', { ...found, score: 0.7, isChecked: true });
  for (const segment of segments) {
    for (const found of matches(segment, euVat, findings)) {
      const value = found.value.replace(/[\s.]/g, '');
      if (isIban(value) || (value.startsWith('HU') && !isBaseNumber(value.slice(2)))) continue;
      const side =
        sideAt(segment, found.offset) ??
        ownSide(value.slice(2), own, numbers) ??
        (parties.supplier.euVatNumber === null ? 'supplier' : 'customer');
      set(side, 'euVatNumber', { ...found, value, isChecked: value.startsWith('HU') });
    }
    for (const found of matches(segment, germanTax, findings))
      if (findings.labelsOf.get(segment)?.some(({ field }) => field === 'taxNumber'))
        set(sideAt(segment, found.offset) ?? 'supplier', 'taxNumber', { ...found, isChecked: false });
    for (const pattern of [iban, domestic])
      for (const found of matches(segment, pattern, findings)) {
        const compact = found.value.replace(/\s/g, '').replaceAll('–', '-');
        const isChecked = isIban(compact) || domesticAccountOf(compact) !== null;
        if (!isChecked && !isAnnounced('account', segment, findings)) continue;
        const side = isPaidTo(segment, findings) ? 'supplier' : (sideAt(segment, found.offset) ?? 'supplier');
        set(side, 'account', { ...found, value: compact, isChecked });
      }
  }
  return parties;
}

/** `Fizetés: átutalással, 9990…`: whom money goes to, in whosever block it stands. */
const isPaidTo = (segment: Segment, { layout }: Findings): boolean =>
  /utal[aá]s|fizet[eé]s|sz[aá]ml[aá](?:sz[aá]mu)?nk|pay|transfer|zahl|uberweis|überweis/iu.test(
    (layout.rows[segment.row] ?? []).map(({ text }) => text).join(' '),
  );

/** By a label of its own segment, or by the one on its left. */
function isAnnounced(field: LabelFound['field'], segment: Segment, { layout, labelsOf }: Findings): boolean {
  const left = (layout.rows[segment.row] ?? []).findLast((other) => other.x < segment.x);
  return [segment, left].some((each) => each !== undefined && labelsOf.get(each)?.some((label) => label.field === field));
}

/** `reach`: how far below it a number may stand; a label's block goes on as long as no other begins. */
type Anchor = { side: Side | null; segment: Segment; offset: number; end: number; reach?: number };
/** An address of six lines, in page widths. */
const blockHeight = 0.14;

function anchorsOf({ labels, layout }: Findings): Anchor[] {
  return (
    labels
      .filter(({ field, isWeak }) => !isWeak && (field === 'supplier' || field === 'customer' || field === 'otherParty'))
      .filter(({ segment, from }) => from === 0 || !segment.tokens[from]!.text.startsWith('('))
      // `Valaki egyéni vállalkozó` is a name.
      .filter(({ segment, from }) => segment.tokens[from - 1]?.key !== 'egyeni')
      // A party's word inside a sentence names no block.
      .filter(
        ({ segment, from, to }) =>
          from === 0 ||
          /[:|]/.test(segment.tokens[from - 1]?.text ?? '') ||
          segment.tokens.length < 6 ||
          (from < 3 && isAsked(segment, to)),
      )
      .map(({ field, segment, from, to }): Anchor => {
        const side = field === 'otherParty' ? null : (field as Side);
        const block = captionedBlock(segment, layout);
        if (block) return { side, segment: block, offset: 0, end: 0 };
        return { side, segment, offset: segment.offsets[from]!, end: endOf(field, segment, to, labels) };
      })
  );
}

/** `A vevő neve: Valaki Kft.`, `Utas / Vevő neve: …`: the name itself is asked for. */
const isAsked = ({ tokens }: Segment, to: number): boolean => /^nev(e)?:$/i.test(folded(tokens[to - 1]?.text ?? ''));

/** The first line of the block that stands over its caption, as in forms that name what is above the line. */
function captionedBlock(caption: Segment, layout: Findings['layout']): Segment | null {
  let top = captioned(caption, layout);
  for (let row = (top?.row ?? 0) - 1; top && row >= 0 && caption.row - row < 6; row--) {
    const first: Segment = top;
    const above = layout.rows[row]!.find(({ page, x }) => page === first.page && Math.abs(x - first.x) < 0.012);
    if (above && first.y - above.y < 2.2 * first.h && Math.abs(above.h - first.h) < 0.3 * first.h) top = above;
  }
  return top;
}

/** Behind the same label in a second language too: `Eladó · Seller`, `Vevő / Customer`. */
function endOf(field: LabelFound['field'], segment: Segment, to: number, labels: readonly LabelFound[]): number {
  const end = segment.offsets[to] ?? segment.text.length;
  const twin = labels.find(
    (other) =>
      other.segment === segment &&
      other.field === field &&
      other.from >= to &&
      !/[\p{L}\d]/u.test(segment.text.slice(end, segment.offsets[other.from])),
  );
  return twin ? endOf(field, segment, twin.to, labels) : end;
}

function nearestAnchor(anchors: readonly Anchor[], segment: Segment, offset: number): Side | null {
  let best: { side: Side | null; distance: number } | null = null;
  for (const anchor of anchors) {
    if (anchor.segment.page !== segment.page) continue;
    const dy = segment.y - anchor.segment.y;
    if (anchor.segment === segment ? offset < anchor.offset : dy < -0.5 * segment.h) continue;
    // Not past the own column: a block begins where its label does, or a little to the left.
    const dx = anchor.segment === segment ? 0 : Math.abs(segment.x - anchor.segment.x);
    if (dx > 0.3 || dy > (anchor.reach ?? 0.3)) continue;
    const distance = dy + 1.6 * dx - (anchor.segment === segment ? anchor.offset * 1e-4 : 0);
    if (!best || distance < best.distance) best = { side: anchor.side, distance };
  }
  return best?.side ?? null;
}

/** Our own number that no label claims, with a stranger's beside it, is the customer's: what comes in was sold to us. */
function ownSide(value: string, own: OwnNumbers | undefined, all: readonly { value: string }[]): Side | null {
  const isOurs = own?.baseNumbers.includes(value.slice(0, 8)) ?? false;
  return isOurs && all.some((other) => other.value.slice(0, 8) !== value.slice(0, 8)) ? 'customer' : null;
}

function matches(segment: Segment, pattern: RegExp, { layout }: Findings): (PartyField & { offset: number })[] {
  // A number broken at the end of a line goes on at the beginning of the next.
  const next = layout.rows[segment.row + 1]?.find((other) => Math.abs(other.x - segment.x) < 0.02);
  const text = next && /\d-$/.test(segment.text) ? segment.text + next.text : segment.text;
  return [...text.matchAll(pattern)].map((match) => ({
    value: tidy(match[1] && pattern !== taxNumber ? match[1] : match.slice(1).join('-')),
    offset: match.index,
    tokens: tokensAt(segment, match.index, match.index + match[0].length),
    segment,
    score: 0.9,
    isChecked: false,
  }));
}

function nameAfter(anchor: Anchor, findings: Findings): PartyField | null {
  const { segment, end } = anchor;
  // `Vevő (kiállító):` says more of the party, not its name.
  const announcing = segment.text
    .slice(end)
    .replace(/^\s*\([^)]*\)/, '')
    .replace(/^[\s:,·/|)-]+/, '');
  // `Vevő címe:`, `Vevő adószáma:`: the block of the party, but not its name.
  const isForm = formWords.test(segment.text.slice(anchor.offset).replace(/^[\p{L}-]+\s*(?:\([^)]*\))?\s*/u, ''));
  if (!isForm && (otherRow.test(announcing) || /^adósz/iu.test(announcing))) return null;
  const rest = isForm ? '' : announcing.replace(announced, '');
  const beside =
    rest === '' && /(név|neve|name)\s*:?$/iu.test(segment.text)
      ? findings.layout.rows[segment.row]?.find(({ x }) => x > segment.x)
      : undefined;
  if (beside && !isNoName(beside.text, beside, findings)) return { ...wholeName(beside, []), score: 0.85, isChecked: false };
  const value = withoutAddress(tidy(rest.split(/,\s|\s{2}|;|\s\p{L}+:/u)[0] ?? rest));
  const isOtherLabel = findings.labelsOf
    .get(segment)
    ?.some(
      ({ field, from }) =>
        field !== 'supplier' && field !== 'customer' && segment.offsets[from]! >= end && segment.offsets[from]! <= end + 3,
    );
  if (rest.length > 2 && value.length > 2 && !isOtherLabel && !isNoName(value, segment, findings)) {
    return {
      value,
      tokens: tokensAt(segment, segment.text.indexOf(value), segment.text.indexOf(value) + value.length),
      segment,
      score: 0.85,
      isChecked: false,
    };
  }
  const block = blockBelow(anchor, findings);
  const lines = rest.length > 2 ? block : besideFirst(anchor, block, findings);
  for (const [at, below] of lines.entries()) {
    const beside = namedBeside(below, findings);
    if (beside) return { ...wholeName(beside, []), score: 0.85, isChecked: false };
    if (isNoName(withoutAddress(below.text), below, findings)) continue;
    const name = wholeName(below, lines.slice(at + 1));
    if (name.value.length > 1) return { ...name, score: 0.85, isChecked: false };
  }
  return null;
}

/** What a form asks below the party's name. */
const isFormWord =
  /:$|^(?:név|cím|címe|székhelye?|irányítószám|telephely|(?:vevő|partner|ügyfél|szállító|eladó|kibocsátó|kiállító|megrendelő|szolgáltató|számlafizető) .*(?:címe|száma)|adószáma?|address|anschrift|adresse)$/iu;

/** The block may begin right of its label: when nothing stands below it, or what does is in line with what is on its right. */
function besideFirst({ segment }: Anchor, block: Segment[], { layout, labelsOf }: Findings): Segment[] {
  const beside = (layout.rows[segment.row] ?? []).find((other) => other.x > segment.x);
  if (!beside || labelsOf.get(beside)?.some(({ from, isWeak }) => from === 0 && !isWeak)) return block;
  const [first] = block;
  // Rows of a form, `Ügyfél │ Valaki Kft.` over `Cím │ …`: both columns go on below.
  const isForm = first !== undefined && isFormWord.test(first.text) && Math.abs(first.x - segment.x) < 0.02;
  if (isForm && (layout.rows[first.row] ?? []).some(({ x }) => Math.abs(x - beside.x) < 0.02)) return [beside, ...block];
  const isOneColumn = first === undefined ? beside.x - segment.x - segment.w < 0.15 : Math.abs(first.x - beside.x) < 0.02;
  return isOneColumn ? [beside, ...block] : block;
}

function blockBelow({ segment, side }: Anchor, { layout, labelsOf }: Findings): Segment[] {
  const block: Segment[] = [];
  for (const row of layout.rows.slice(segment.row + 1, segment.row + 9)) {
    const below = row.find(
      (other) => other.page === segment.page && other.x > segment.x - 0.06 && other.x < segment.x + Math.max(0.12, segment.w),
    );
    if (!below) continue;
    if (
      labelsOf
        .get(below)
        ?.some(({ field, isWeak, from }) => from === 0 && !isWeak && (field === 'supplier' || field === 'customer') && field !== side)
    )
      break;
    block.push(below);
  }
  return block;
}

function addressAfter(anchor: Anchor, findings: Findings): PartyField | null {
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
