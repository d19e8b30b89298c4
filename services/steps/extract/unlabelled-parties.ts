import { folded, tidy } from '#services/domain/text.ts';
import { writingFirm } from './firms.ts';
import type { Findings } from './found.ts';
import { confidenceOf, type Segment } from './layout.ts';
import { continues, isAddressing, isBold, isNoName, legalForm, type PartyField, wholeName, withoutAddress } from './party-names.ts';

type Known = { supplier: PartyField | null; customer: PartyField | null };
/** Lines of an address, the name first. */
type AddressBlock = { lines: Segment[]; name: PartyField };

/** A town with its postal code: before it on the continent, behind it in English addresses, alone in the last line of a Hungarian letter. */
const town =
  /^(?:[A-Z]{1,2}[- ])?(?:\d{4,5}|\d{3} \d{2})\s+\p{Lu}\p{L}+|^\p{Lu}[\p{L} .]+,?\s+[A-Z]{2}\s+\d{5}(?:-\d{4})?$|(?<![A-Z\d])[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}$|^\d{4}$/u;
/** A window lies in the upper part of the page (in page widths). */
const lowestBlock = 0.62;
const sameColumn = 0.012;
/** A seller that a label names. */
const labelled = 0.8;
const widerGap = 1.5;
/** From the sender's line to the first of the address's. */
const windowHead = 0.13;

/**
 * Who sells and who buys where no label says it: the sender above an address in a window, the one address that is not
 * the seller's own, else the seller as the topmost firm. What fits none of these stays unknown.
 */
export function unlabelledParties(findings: Findings, known: Known): Known {
  const window = known.customer === null ? windowOf(findings) : null;
  const supplier = known.supplier ?? window?.sender ?? letterhead(findings, known.customer);
  if (known.customer !== null || supplier === null) return { supplier, customer: known.customer };
  if (window) return { supplier, customer: window.customer };
  const blocks = addressBlocks(findings);
  const strangers = blocks.filter(({ name }) => !isSameName(name.value, supplier.value));
  const hasOwn = blocks.length > strangers.length;
  const names = new Set(strangers.map(({ name }) => folded(name.value)));
  // A block that no name of the seller's stands over may be the seller's own, unless the seller writes elsewhere.
  const stranger = strangers.find(
    ({ lines }) => hasOwn || supplier.score >= labelled || lines[0]!.row > supplier.segment.row || supplier.segment.y > lowestBlock,
  );
  return { supplier, customer: names.size === 1 && (hasOwn || supplier.score >= 0.6) ? (stranger?.name ?? null) : null };
}

/** A letter's window: the sender in one line of small letters or with dots between, whom it goes to right below. */
function windowOf(findings: Findings): { sender: PartyField; customer: PartyField } | null {
  const { layout, labelsOf } = findings;
  for (const line of layout.segments) {
    const parts = line.text.split(/\s*[·•|–]\s*|\s-\s|,\s/u);
    if (line.page !== 1 || line.y > lowestBlock || parts.length < 2 || /[:@]/.test(line.text)) continue;
    if (!/(?<!\d)\d{4,5}\s+\p{L}/u.test(parts.slice(1).join(' '))) continue;
    const below = columnOf(line, findings).filter(({ y, text }) => y > line.y && !isAddressing(text));
    const [first] = below;
    const isDotted = /[·•|–]|\s-\s/u.test(line.text);
    if (!first || first.y - line.y > windowHead || (!isDotted && (layout.isOcr || line.h > 0.9 * first.h))) continue;
    if (labelsOf.get(first)?.some(({ from, isWeak }) => from === 0 && !isWeak) || isNoName(first.text, first, findings)) continue;
    const value = tidy(parts[0]!);
    const tokens = line.tokens.slice(0, value.split(' ').length);
    if (value.length < 3) continue;
    return {
      sender: { value, tokens, segment: line, score: 0.7, isChecked: false },
      customer: { ...wholeName(first, below.slice(1)), score: 0.7, isChecked: false },
    };
  }
  return null;
}

const columnOf = (line: Segment, { layout }: Findings): Segment[] =>
  layout.segments.filter(({ page, x, y }) => page === line.page && Math.abs(x - line.x) < sameColumn && Math.abs(y - line.y) < 0.2);

function addressBlocks(findings: Findings): AddressBlock[] {
  return findings.layout.segments.flatMap((last): AddressBlock[] => {
    if (last.page !== 1 || last.y > lowestBlock || !town.test(last.text)) return [];
    const lines = linesAbove(last, findings)
      .toReversed()
      .filter(({ text }) => !isAddressing(text));
    const [first] = lines;
    if (!first || lines.length > 5 || isNoName(first.text, first, findings)) return [];
    return [{ lines: [...lines, last], name: { ...wholeName(first, lines.slice(1)), score: 0.6, isChecked: false } }];
  });
}

/** The lines over a town in its column, nearest first, as far as they stand together and announce nothing. */
function linesAbove(last: Segment, findings: Findings): Segment[] {
  const lines: Segment[] = [];
  let below = last;
  let gap = 0;
  for (const segment of columnOf(last, findings)
    .filter(({ y }) => y < last.y)
    .toReversed()) {
    if (below.y - segment.y > 2.6 * Math.max(below.h, segment.h) || (/[@:]|www\.|\d{6}/.test(segment.text) && !isAddressing(segment.text)))
      break;
    if (findings.labelsOf.get(segment)?.some(({ from, isWeak }) => from === 0 && !isWeak)) break;
    // A wider gap than between the lines below parts it from what stands over it.
    if (gap > 0 && below.y - segment.y > widerGap * gap) break;
    gap = below.y - segment.y;
    // A sign in larger letters stands over an address, not in it.
    if (segment.h > 1.5 * below.h) break;
    lines.push(segment);
    below = segment;
  }
  return lines;
}

const isSameName = (a: string, b: string): boolean => {
  const [one, other] = [folded(a), folded(b)];
  return one.includes(other) || other.includes(one);
};

/** Without a label the seller is who writes: the topmost line that looks like a firm, the customer's aside. */
function letterhead(findings: Findings, customer: PartyField | null): PartyField | null {
  const { layout, labelsOf, datesOf, amountsOf } = findings;
  const mayBe = layout.segments.filter(
    (segment) =>
      segment.page === 1 &&
      writerOf(segment).length < 70 &&
      !(customer !== null && isSameName(customer.value, segment.text)) &&
      !datesOf.has(segment) &&
      !amountsOf.get(segment)?.some(({ currency }) => currency !== null) &&
      !labelsOf.get(segment)?.some(({ from, field }) => from === 0 && (field === 'customer' || field === 'otherParty')),
  );
  const firm = writingFirm(
    findings,
    (name, segment) =>
      !mayBe.includes(segment) || isBank(name, segment, findings) || (customer !== null && isSameName(customer.value, name)),
  );
  if (firm) return wholeFirm(firm, findings);
  // Of the first lines only, and a name must be all that it is: no title, no label, no address.
  const top = mayBe
    .filter(({ text, tokens }) => /\p{Lu}.*\p{L}{2}|\p{L}{6}/u.test(text) && confidenceOf(tokens) >= clearName)
    .slice(0, 4)
    .find(
      (segment) =>
        segment.text.length < 70 &&
        !titles.test(folded(segment.text)) &&
        !labelsOf.has(segment) &&
        !isBank(segment.text, segment, findings) &&
        !isNoName(segment.text, segment, findings),
    );
  if (!top || folded(top.text).length <= 2) return null;
  const value = tidy(withoutAddress(top.text.replace(/\s*\(?\d{4,}[-\w]*\)?$/, '')));
  return { value, tokens: top.tokens, segment: top, score: 0.4, isChecked: false };
}

/** A firm's name too long for its line begins above it: with a line of the same letters that its last one goes on. */
function wholeFirm(firm: PartyField, { layout }: Findings): PartyField {
  const lines = [firm.segment];
  if (firm.segment.text.indexOf(firm.value) > 0) return firm;
  const bare = tidy(
    firm.value
      .replace(legalForm, '')
      .replace(legalForm, '')
      .replace(/[().,]/g, ''),
  );
  for (let row = firm.segment.row - 1; row >= 0 && lines.length < 4; row--) {
    const [last] = lines as [Segment];
    const above = layout.rows[row]!.find((segment) => continues(segment, last));
    if (!above) break;
    const isPart =
      goesOn(above, last) || isOneBoldName(above, firm.segment, layout) || (lines.length === 1 && (bare === '' || /^\(/.test(firm.value)));
    if (!isPart || /[\d:@]/.test(above.text) || titles.test(folded(above.text))) break;
    lines.unshift(above);
  }
  if (lines.length === 1) return firm;
  const value = tidy([...lines.slice(0, -1).map(({ text }) => text), firm.value].join(' '));
  return { ...firm, value, tokens: lines.flatMap(({ tokens }) => tokens), segment: lines[0]! };
}

/** Lines in bold letters of one size, with plain ones below. */
const isOneBoldName = (above: Segment, last: Segment, { segments }: Findings['layout']): boolean => {
  const below = segments.find((segment) => segment.y > last.y && continues(last, segment));
  return isBold(above) && isBold(last) && Math.abs(above.h - last.h) < 0.1 * last.h && below !== undefined && !isBold(below);
};
/** Words of a firm's trade, which never begin its name. */
const trade =
  /^(?:és|&|und|and|\p{Ll})|^(?:Kereskedelmi|Szolgáltató|Forgalmazó|Kereskedő|Gyártó|Ipari|Termelő|Tanácsadó|Nonprofit|Mérnöki|Építőipari)(?!\p{L})/u;
const goesOn = (above: Segment, below: Segment): boolean =>
  Math.abs(above.h - below.h) < 0.15 * below.h &&
  isBold(above) === isBold(below) &&
  (/(?:\s(?:és|&|und|and)|[,–-])$/u.test(above.text) || trade.test(below.text));

/** Who writes: a long line names its firm first, then tells where it is. */
const writerOf = ({ text }: Segment): string => (text.length < 70 ? text : (text.split(/,\s/)[0] ?? text));

/** Dust above a slip's first line is read as words too. */
const clearName = 0.5;

const titles =
  /invoice|szamla|rechnung|receipt|facture|factuur|fattura|nyugta|bizonylat|dijbekero|statement|page|oldal|seite|megnevezes|mennyiseg|description|quantity|bezeichnung|menge|:\s*$/;

/** Where somebody's account is kept, not who writes: announced as that, or beside an account's number. */
function isBank(name: string, segment: Segment, { layout, labelsOf }: Findings): boolean {
  const row = layout.rows[segment.row] ?? [];
  const left = row.findLast(({ x }) => x < segment.x);
  if (left && labelsOf.get(left)?.some(({ field, to }) => field === 'otherParty' && to === left.tokens.length)) return true;
  if (!/bank|takarek|sparkasse|caisse d.epargne/.test(folded(name))) return false;
  const near = layout.segments.filter(({ page, row: at }) => page === segment.page && Math.abs(at - segment.row) <= 1);
  return near.some(({ text }) => /\d{8}\s?[-–]\s?\d{8}|iban|swift|(?<!\p{L})bic(?!\p{L})|bankszamla|konto|blz/u.test(folded(text)));
}
