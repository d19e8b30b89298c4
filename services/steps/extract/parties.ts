import { domesticAccountOf, isIban } from '#services/domain/bank-account.ts';
import { noParty, type Party } from '#services/domain/reading.ts';
import { isBaseNumber } from '#services/domain/tax-number.ts';
import { folded, tidy } from '#services/domain/text.ts';
import type { LabelFound } from './find-labels.ts';
import type { Findings } from './found.ts';
import { type Segment, tokensAt } from './layout.ts';
import { anchorsOf, blockHeight, type Claim, isInBlock, nearestAnchor, type Side, saidSide } from './party-anchors.ts';
import { addressAfter, nameAfter } from './party-blocks.ts';
import type { PartyField } from './party-names.ts';
import { unlabelledParties } from './unlabelled-parties.ts';

/** Our own business as it may stand on the page (AC-052). */
export type OwnNumbers = { baseNumbers: readonly string[]; euVatNumbers: readonly string[]; names: readonly string[] };
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
  }
  // What stands below a name is its block, as below a label.
  for (const side of ['supplier', 'customer'] as const) {
    const name = parties.evidence[`${side}.name`];
    const isLabelled = name !== undefined && name.score >= labelledName;
    for (const segment of name && name.score >= leastBlock ? namedSegments(name, findings) : [])
      anchors.push({ side, segment, offset: 0, end: 0, reach: blockHeight, isLabelled });
  }
  const sideAt = (segment: Segment, offset: number): Claim | null => {
    const said = saidSide(segment, offset, findings);
    if (said) return said;
    const nearest = nearestAnchor(anchors, segment, offset);
    // A block in which not even a name is found may be the other party's.
    return nearest?.side && parties[nearest.side].name === null ? { ...nearest, isLabelled: false } : nearest;
  };
  const segments = findings.layout.segments;
  const numbers = segments.flatMap((segment) =>
    matches(segment, taxNumber, findings).filter(({ value }) => isBaseNumber(value.slice(0, 8))),
  );
  const marked = numbers.map((found) => {
    const claim = sideAt(found.segment, found.offset);
    const side = claim?.side ?? ownSide(found.value, own, numbers);
    return { ...found, side, score: claim?.isLabelled === false ? unlabelledNumber : found.score };
  });
  for (const found of marked) if (found.side) set(found.side, 'taxNumber', { ...found, isChecked: true });
  // A number that no label claims is the supplier's unless that has one already; so is a second one in the seller's block,
  // but for the numbers of a VAT group and its members.
  for (const found of marked)
    if (!found.side || (found.side === 'supplier' && found.value !== parties.supplier.taxNumber && !/-[45]-/.test(found.value)))
      if (found.value !== parties.supplier.taxNumber && found.value !== parties.customer.taxNumber)
        set(parties.supplier.taxNumber === null ? 'supplier' : 'customer', 'taxNumber', { ...found, score: 0.7, isChecked: true });
  for (const segment of segments) {
    for (const found of matches(segment, euVat, findings)) {
      const value = found.value.replace(/[\s.]/g, '');
      if (isIban(value) || (value.startsWith('HU') && !isBaseNumber(value.slice(2)))) continue;
      const claim = sideAt(segment, found.offset);
      const side =
        claim?.side ??
        sideOfBase(value, parties) ??
        ownSide(value.slice(2), own, numbers) ??
        (parties.supplier.euVatNumber === null ? 'supplier' : 'customer');
      set(side, 'euVatNumber', { ...found, value, isChecked: value.startsWith('HU') && claim?.isLabelled !== false });
    }
    for (const found of matches(segment, germanTax, findings))
      if (findings.labelsOf.get(segment)?.some(({ field }) => field === 'taxNumber'))
        set(sideAt(segment, found.offset)?.side ?? 'supplier', 'taxNumber', { ...found, isChecked: false });
    for (const pattern of [iban, domestic])
      for (const found of matches(segment, pattern, findings)) {
        const compact = found.value.replace(/\s/g, '').replaceAll('–', '-');
        const isChecked = isIban(compact) || domesticAccountOf(compact) !== null;
        // A Hungarian IBAN that a column cuts is none.
        if (!isChecked && (compact.startsWith('HU') || !isAnnounced('account', segment, findings))) continue;
        // Money goes to who sells; an account is the buyer's only in the buyer's own block.
        const isBuyers = !isPaidTo(segment, findings) && sideAt(segment, found.offset)?.side === 'customer' && isInBlock(anchors, segment);
        const side = isBuyers ? 'customer' : 'supplier';
        set(side, 'account', { ...found, value: compact, isChecked });
      }
  }
  return parties;
}

/** Names by a label, names that a block of their own may hang on, and what a number below a name without label is worth. */
const labelledName = 0.8;
const leastBlock = 0.6;
const unlabelledNumber = 0.8;

/** Everywhere that a party's name stands. */
function namedSegments({ value, segment }: PartyField, { layout }: Findings): Segment[] {
  const name = folded(value);
  return [segment, ...layout.segments.filter((other) => other !== segment && folded(other.text).includes(name))];
}

/** `HU` and a base number that a party has already. */
const sideOfBase = (euNumber: string, parties: Parties): Side | null =>
  (['supplier', 'customer'] as const).find((side) => euNumber.startsWith('HU') && parties[side].taxNumber?.startsWith(euNumber.slice(2))) ??
  null;

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
