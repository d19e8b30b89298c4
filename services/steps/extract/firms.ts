import { folded, tidy } from '#services/domain/text.ts';
import type { Findings } from './found.ts';
import { type Segment, tokensAt } from './layout.ts';
import { legalForm, type PartyField, withoutAddress } from './party-names.ts';

/** One firm by its name, everywhere it stands, and what speaks for its being the seller. */
type Firm = { name: PartyField; at: Segment[]; worth: number };

/** A longer stretch without a dot or a comma is a sentence. */
const longestName = 75;
/** How far below its name a firm's particulars stand, in page widths. */
const blockHeight = 0.14;
/** Below this part of the page a line is its foot, where columns stand side by side. */
const foot = 1.15;

const register =
  /(?<!\p{L})(cg|cegjegyzek\p{L}*|hrb|hrb nr|fn|amtsgericht|geschaftsfuhrer|handelsregister|registered in|company reg\p{L}*|nyilv|ico|kvk|rcs|siren|siret|registration no)(?!\p{L})/u;
const account = /\d{8}\s?[-–]\s?\d{8}|(?<!\p{L})(iban|swift|bic)(?!\p{L})|bankszamla/u;
const reached = /@|www\.|(?<!\p{L})(tel|telefon|fax|phone|mobil|e-?mail|web)(?!\p{L})/u;
const taxNumber = /\d{8}\s?[-–]\s?\d\s?[-–]\s?\d\d|(?<!\p{L})(ust-?id|uid|vat|adoszam)/u;
/** What announces who made the program, keeps the account, brings the parcel or gave the licence, not who sells. */
const aside = /program|szoftver|software|keszitette|keszult|powered|nyomtat|partner|hatosag|felugyelet|engedely|futar|bank/;
const bank = /bank|takarek|sparkasse/;

/**
 * The firm that speaks in a voucher where no word says who sells: the one whose register number, account, telephone or
 * web address stands with its name, whose name is in the page's web address, which stands at the head and again at the
 * foot. Null where nothing on the page is a firm's name.
 */
export function writingFirm(findings: Findings, isOthers: (name: string, segment: Segment) => boolean): PartyField | null {
  const firms = firmsOn(findings, isOthers);
  const best = firms.toSorted((a, b) => b.worth - a.worth || a.name.segment.row - b.name.segment.row)[0];
  return best ? { ...best.name, score: 0.6 } : null;
}

function firmsOn(findings: Findings, isOthers: (name: string, segment: Segment) => boolean): Firm[] {
  const { layout } = findings;
  const hosts = layout.segments.flatMap(({ text }) =>
    [...folded(text).matchAll(/(?:@|www\.|https?:\/\/)([a-z0-9.-]+)\.[a-z]{2,}/g)].map((found) => found[1]!.replaceAll('-', '')),
  );
  const firms = new Map<string, Firm>();
  for (const segment of layout.segments) {
    const found = firmIn(segment, findings);
    if (!found || isOthers(found.value, segment)) continue;
    const key = keyOf(found.value);
    const firm = firms.get(key);
    if (firm) firm.at.push(segment);
    else firms.set(key, { name: found, at: [segment], worth: 0 });
  }
  const all = [...firms.values()];
  const [top] = all;
  for (const firm of all) firm.worth = worthOf(firm, hosts, findings) + (firm === top ? 0.5 : 0);
  return all;
}

const keyOf = (name: string): string => folded(name).replace(/[^\p{L}\d]+/gu, '');

/** The part of a line that is a firm's name: before its address, behind a dot or a dash. */
function firmIn(segment: Segment, { labelsOf }: Findings): PartyField | null {
  if (!legalForm.test(segment.text)) return null;
  if (labelsOf.get(segment)?.some(({ from, field }) => from === 0 && (field === 'customer' || field === 'otherParty'))) return null;
  const parts = segment.text.split(/\s+[·•|–—/]\s+|\s-\s|[;(]|,\s(?=.*\d)|:\s/u);
  const part = parts.find((each) => legalForm.test(each) && each.length < longestName);
  if (part === undefined) return null;
  const value = tidy(withoutAddress(part).replace(/\s*\(?\d{4,}[-\w]*\)?$/, ''));
  if (value.length < 4 || /^\d|%/.test(value) || keyOf(value.replace(legalForm, '')).length < 2) return null;
  if (aside.test(folded(segment.text.slice(0, segment.text.indexOf(value)))) || bank.test(folded(value))) return null;
  const at = segment.text.indexOf(value);
  return { value, tokens: at < 0 ? segment.tokens : tokensAt(segment, at, at + value.length), segment, score: 0.6, isChecked: false };
}

function worthOf({ name, at }: Firm, hosts: readonly string[], findings: Findings): number {
  const words = folded(name.value.replace(legalForm, ''))
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word.length >= 4);
  const isHost = hosts.some(
    (host) =>
      words.some((word) => host.includes(word)) || host.split('.').some((part) => part.length >= 4 && words.join('').startsWith(part)),
  );
  const told = at.map((segment) => blockOf(segment, findings));
  const says = (pattern: RegExp) => told.some((text) => pattern.test(text));
  return (
    (isHost ? 3 : 0) +
    (says(register) ? 2 : 0) +
    (says(account) ? 2 : 0) +
    (says(reached) ? 1 : 0) +
    (says(taxNumber) ? 0.5 : 0) +
    Math.min(2, at.length - 1) +
    (at.some(({ text }) => /\s[·•|–]\s/.test(text)) ? 1 : 0)
  );
}

/** A firm's name with the lines below it in its column; at the foot of the page all that stands beside them too. */
function blockOf(first: Segment, { layout }: Findings): string {
  const lines = [first];
  for (const segment of layout.segments) {
    if (segment.page !== first.page || segment === first) continue;
    const dy = segment.y - first.y;
    const isBelow = Math.abs(segment.x - first.x) < 0.02 && dy > 0 && dy < blockHeight && dy < 2.6 * first.h + lines.at(-1)!.y - first.y;
    const isBeside = first.y > foot && Math.abs(dy) < 0.06;
    if (isBelow || isBeside) lines.push(segment);
  }
  return folded(lines.map(({ text }) => text).join(' '));
}
