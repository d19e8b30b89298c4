import { folded } from '#services/domain/text.ts';
import type { LabelFound } from './find-labels.ts';
import type { Findings } from './found.ts';
import type { Segment } from './layout.ts';
import { captioned } from './near.ts';
import { headOf } from './party-heads.ts';
import { legalForm } from './party-names.ts';

export type Side = 'supplier' | 'customer';
/** `reach`: how far below it a number may stand; a label's block goes on as long as no other begins. */
export type Anchor = Claim & { segment: Segment; offset: number; end: number; reach?: number };
/** Whose something is; `isLabelled`: by a party's word, not by the place of a name alone. */
export type Claim = { side: Side | null; isLabelled: boolean };
/** An address of six lines, in page widths. */
export const blockHeight = 0.14;

const partyFields: ReadonlySet<LabelFound['field']> = new Set(['supplier', 'customer', 'otherParty']);
/** Words that name other things too, unless a colon or the end of the cell follows. */
const loose = /^(partner|to|from|bank|client|contact|aan|fizeto|recipient|felhasznalo|szallito|szolgaltato|elado|vevo|kiallito)$/;

export function anchorsOf({ labels, layout }: Findings): Anchor[] {
  const all = labels.filter(({ field, isWeak }) => !isWeak && partyFields.has(field));
  const named = all.filter((label) => isHeading(label, all));
  return named.map(({ field, segment, from, to }): Anchor => {
    const side = field === 'otherParty' ? null : (field as Side);
    const block = captionedBlock(segment, layout);
    if (block) return { side, segment: block, offset: 0, end: 0, isLabelled: true };
    return { side, segment, offset: segment.offsets[from]!, end: endOf(field, segment, to, labels), isLabelled: true };
  });
}

/** Whether a party's word heads a block, or stands in a name, a sentence or a row of somebody else's block. */
function isHeading(label: LabelFound, all: readonly LabelFound[]): boolean {
  const { segment, from, to, field } = label;
  const { tokens, text, offsets } = segment;
  const rest = text.slice(offsets[to] ?? text.length);
  const isEnded = /[:|)]$/.test(tokens[to - 1]!.text) || rest === '';
  // `Lieferant GmbH` is a name.
  if (legalForm.exec(rest.trim())?.index === 0 && !isEnded) return false;
  const head = headOf(rest);
  const isForm = isEnded || head.hasColon || head.length >= rest.length;
  // `Vevő, a számla kiállítója`, `Vevő (kiállító)`: said of the party that the first word names.
  const first = all.find((other) => other.segment === segment && other.from < from);
  if (first && first.field !== field && !/:/.test(text.slice(offsets[first.from], offsets[from])) && isForm) return false;
  // `Bérlő (vevő)` says the same of one party.
  if (from > 0 && tokens[from]!.text.startsWith('(')) return first === undefined && tokens.length <= shortHeading;
  // `Valaki egyéni vállalkozó` is a name.
  if (tokens[from - 1]?.key === 'egyeni') return false;
  // `Szállító partnerünk:`, `Vevőszolgálat:` announce somebody else.
  if (!isEnded && /^\s*\p{Ll}\p{L}+(?: \p{Ll}\p{L}+)?:/u.test(rest.slice(head.length))) return false;
  // `Telephely: 5052 Újszász`: a row of the party's own block.
  if (field === 'otherParty' && isEnded && /^\d{4}\s/.test(rest)) return false;
  if (from === 0) return isForm || field === 'otherParty' || !loose.test(tokens[0]!.key) || /^\p{Lu}/u.test(rest);
  // Inside a segment it heads a block only as a form's word does.
  if (/[:|]/.test(tokens[from - 1]!.text)) return true;
  return from < 3 ? isForm && (isEnded || tokens.length < longHeading) : isForm && tokens.length < 6;
}

/** Words of a heading that names its party twice, and of one that asks for name and address. */
const shortHeading = 4;
const longHeading = 9;

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

export function nearestAnchor(anchors: readonly Anchor[], segment: Segment, offset: number): Claim | null {
  let best: { anchor: Anchor; distance: number } | null = null;
  for (const anchor of anchors) {
    if (anchor.segment.page !== segment.page) continue;
    const dy = segment.y - anchor.segment.y;
    if (anchor.segment === segment ? offset < anchor.offset : dy < -0.5 * segment.h) continue;
    // Not past the own column: a block begins where its label does, or a little to the left.
    const dx = anchor.segment === segment ? 0 : Math.abs(segment.x - anchor.segment.x);
    if (dx > 0.3 || dy > (anchor.reach ?? 0.3)) continue;
    const distance = dy + 1.6 * dx - (anchor.segment === segment ? anchor.offset * 1e-4 : 0);
    if (!best || distance < best.distance) best = { anchor, distance };
  }
  return best?.anchor ?? null;
}

/** Right below the buyer's word or name, in its column. */
export const isInBlock = (anchors: readonly Anchor[], segment: Segment): boolean =>
  anchors.some((anchor) => {
    const dy = segment.y - anchor.segment.y;
    const isNear = anchor.segment.page === segment.page && Math.abs(segment.x - anchor.segment.x) < 0.06;
    return anchor.side === 'customer' && isNear && dy >= 0 && dy < blockHeight;
  });

const ofCustomer =
  /(?<!\p{L})(vevo|ugyfel|onok|megrendelo|megbizo|berlo|fizeto|customer|buyer|client|your|kunden?|ihre|empfanger|klient)\p{L}*/u;
const ofSupplier =
  /(?<!\p{L})(elado|szallito|(?:szamla)?kibocsato|kiallito|berbeado|szolgaltato|supplier|seller|vendor|issuer|our|verkaufer|lieferant|unsere)\p{L}*/u;
const ofTax = /(ado(?:igazgatasi |ig\. ?)?sz|vat|uid|ust|tax|steuer)/;

/** `Az Önök adószáma`, `Your VAT No.`, `Vevő adószáma:`: the words before a number say whose it is. */
export function saidSide(segment: Segment, offset: number, { layout }: Findings): Claim | null {
  const before = folded(segment.text.slice(0, offset));
  const left = before.trim() === '' ? (layout.rows[segment.row] ?? []).findLast(({ x }) => x < segment.x) : undefined;
  const words = before.trim() !== '' ? before : left && left.text.length < 60 ? folded(left.text) : '';
  const said = words.slice(-40);
  if (!ofTax.test(said)) return null;
  const at = said.search(ofTax);
  const [customer, supplier] = [said.slice(0, at).search(ofCustomer), said.slice(0, at).search(ofSupplier)];
  // Between the party's word and the tax word stands nothing but the words of the label.
  if (Math.max(customer, supplier) < 0 || /[:,;\d]/.test(said.slice(Math.max(customer, supplier), at))) return null;
  return { side: customer > supplier ? 'customer' : 'supplier', isLabelled: true };
}
