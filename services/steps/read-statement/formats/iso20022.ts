import type { Day } from '#services/domain/day.ts';
import { accountAsKept, type BankStatement, type BankTransaction } from '#services/domain/statement.ts';
import { all, at, textAt, type XmlElement } from '#services/domain/xml-tree.ts';
import { withBalances } from '../balances.ts';
import { minorOf, presentOrNull } from '../cells.ts';
import { dayFrom } from '../days.ts';
import type { Warning } from '../format.ts';
import { leavesOf } from '../leaves.ts';
import { unreadable } from '../refusal.ts';

/**
 * Statements in the vocabulary of ISO 20022 camt.052, .053 and .054, versions 02 to 08 and later: everything is found
 * by name, because versions move elements and banks change their order.
 */
export function statementOf(
  node: XmlElement,
  warn: (warning: Warning) => void,
  typeOf: (entry: XmlElement, details: XmlElement | null) => string | null = bankCode,
): BankStatement {
  const entries = all(node, 'Ntry');
  const balances = all(node, 'Bal');
  const balance = (...codes: string[]) =>
    codes.map((code) => balances.find((each) => textAt(each, 'Tp/CdOrPrtry/Cd') === code)).find((each) => each !== undefined);
  // Pages of one statement carry over what stands between them.
  const carried = at(node, 'StmtPgntn') ? balances.filter((each) => textAt(each, 'Tp/CdOrPrtry/Cd') === 'ITBD') : [];
  const opening = balance('OPBD', 'PRCD') ?? (balance('CLBD') || carried.length > 1 ? carried[0] : undefined);
  const closing = balance('CLBD') ?? (balance('OPBD', 'PRCD') || carried.length > 1 ? carried.at(-1) : undefined);
  const currencyOfBalance = (each: XmlElement | undefined) => at(each, 'Amt')?.attributes['Ccy'];
  const currency =
    textAt(node, 'Acct/Ccy') ??
    currencyOfBalance(opening) ??
    currencyOfBalance(closing) ??
    at(entries[0], 'Amt')?.attributes['Ccy'] ??
    null;
  const booked = entries.filter((entry) => isBooked(entry));
  if (booked.length < entries.length)
    warn({ code: 'pending-skipped', message: `${entries.length - booked.length} entries are not booked yet` });
  const fallback = dayAt(node, 'FrToDt/ToDtTm') ?? dayAt(node, 'CreDtTm');
  const amountOf = (each: XmlElement | undefined) => (each ? signedAmount(each) : null);
  const statement = withBalances({
    account: accountAsKept(textAt(node, 'Acct/Id/IBAN') ?? textAt(node, 'Acct/Id/Othr/Id') ?? textAt(node, 'Acct/Id/PrtryAcct/Id')),
    currency,
    openingBalance: amountOf(opening),
    closingBalance: amountOf(closing),
    balances: null,
    number: textAt(node, 'LglSeqNb') ?? textAt(node, 'ElctrncSeqNb') ?? textAt(node, 'Id'),
    from: dayAt(node, 'FrToDt/FrDtTm'),
    to: dayAt(node, 'FrToDt/ToDtTm'),
    transactions: booked.flatMap((entry) => transactionsOf(entry, fallback, typeOf)),
  });
  const isOneCurrency = [
    ...[opening, closing].flatMap((each) => (each ? [currencyOfBalance(each)] : [])),
    ...statement.transactions.map((line) => line.currency),
  ].every((each) => each === currency);
  return isOneCurrency || statement.balances === null ? statement : { ...statement, balances: false };
}

/** `Sts` is a text up to version 06 and holds `Cd` since; absent in some extracts, which list booked entries only. */
const isBooked = (entry: XmlElement): boolean => ['BOOK', null].includes(textAt(entry, 'Sts/Cd') ?? textAt(entry, 'Sts'));

/** The calendar day as written; the zone behind it says nothing about the bank's day. */
function dayAt(node: XmlElement, path: string): Day | null {
  const text = textAt(node, path);
  return text === null ? null : (dayFrom(text) ?? unreadable('day', `${path} is not a day`, node.line));
}

const eitherDay = (entry: XmlElement, path: string): Day | null => dayAt(entry, `${path}/Dt`) ?? dayAt(entry, `${path}/DtTm`);

/** The indicator already shows the direction of a reversal (`RvslInd`), so it is not turned again. */
function signedAmount(node: XmlElement, indicator = textAt(node, 'CdtDbtInd')): bigint {
  const amount = at(node, 'Amt') ?? unreadable('amount', 'Amt is missing', node.line);
  const minor =
    minorOf(amount.text.trim(), amount.attributes['Ccy'] ?? null, '.') ?? unreadable('amount', 'Amt is not an amount', amount.line);
  if (indicator === 'DBIT') return -minor;
  return indicator === 'CRDT' ? minor : unreadable('direction', 'CdtDbtInd is neither CRDT nor DBIT', node.line);
}

/** One transaction for an entry, or one for each of its details when they carry amounts that add up to it. */
function transactionsOf(
  entry: XmlElement,
  fallback: Day | null,
  typeOf: (entry: XmlElement, details: XmlElement | null) => string | null,
): BankTransaction[] {
  const details = all(entry, 'NtryDtls').flatMap((each) => all(each, 'TxDtls'));
  const amount = signedAmount(entry);
  const make = (each: XmlElement | null, minor: bigint) => transactionOf(entry, each, minor, fallback, typeOf(entry, each));
  if (details.length > 1) {
    const parts = details.map((each) => partAmount(each, entry));
    if (parts.every((part) => part !== null) && parts.reduce((sum, part) => sum + part, 0n) === amount)
      return details.map((each, index) => make(each, parts[index]!));
    const whole = make(null, amount);
    const memos = details.flatMap((each) => memoOf(each) ?? []);
    return [{ ...whole, memo: memos.length > 0 ? [...new Set(memos)].join(' ') : whole.memo }];
  }
  return [make(details[0] ?? null, amount)];
}

function partAmount(details: XmlElement, entry: XmlElement): bigint | null {
  const holder = at(details, 'Amt') ? details : at(details, 'AmtDtls/TxAmt');
  const amount = at(holder, 'Amt');
  if (!holder || !amount || (amount.attributes['Ccy'] ?? null) !== (at(entry, 'Amt')?.attributes['Ccy'] ?? null)) return null;
  return signedAmount(holder, textAt(details, 'CdtDbtInd') ?? textAt(entry, 'CdtDbtInd'));
}

function transactionOf(
  entry: XmlElement,
  details: XmlElement | null,
  amount: bigint,
  fallback: Day | null,
  type: string | null,
): BankTransaction {
  const valueOn = eitherDay(entry, 'ValDt');
  const isReversal = textAt(entry, 'RvslInd') === 'true';
  const isCredit = (textAt(details, 'CdtDbtInd') ?? textAt(entry, 'CdtDbtInd')) === 'CRDT';
  const parties = at(details, 'RltdPties');
  // The parties of a reversal stay where they were in the payment that is taken back.
  const [side, other] = isCredit !== isReversal ? (['Dbtr', 'Cdtr'] as const) : (['Cdtr', 'Dbtr'] as const);
  const party = partyOf(parties, side) ?? (isReversal ? partyOf(parties, other) : null);
  const account = accountOf(parties, side) ?? (isReversal ? accountOf(parties, other) : null);
  const reference = (path: string) => presentOrNull(textAt(details, `Refs/${path}`));
  return {
    bookedOn: eitherDay(entry, 'BookgDt') ?? valueOn ?? fallback ?? unreadable('day', 'BookgDt is missing', entry.line),
    valueOn,
    amount,
    currency: currencyOfEntry(entry),
    counterpartyName: party ?? partyOf(parties, side === 'Dbtr' ? 'UltmtDbtr' : 'UltmtCdtr'),
    counterpartyAccount: accountAsKept(account),
    memo: memoOf(details) ?? presentOrNull(textAt(entry, 'AddtlNtryInf')),
    bankReference: presentOrNull(textAt(entry, 'AcctSvcrRef')) ?? reference('AcctSvcrRef') ?? reference('TxId') ?? null,
    endToEndId: reference('EndToEndId'),
    type,
    balance: null,
    raw: leavesOf(
      details === null ? entry : { ...entry, children: [...entry.children.filter((child) => child.name !== 'NtryDtls'), details] },
    ),
  };
}

function currencyOfEntry(entry: XmlElement): string {
  const written = at(entry, 'Amt')?.attributes['Ccy'] ?? unreadable('currency', 'the currency is missing', entry.line);
  return /^[A-Z]{3}$/.test(written) ? written : unreadable('currency', 'the currency is not a currency', entry.line);
}

const partyOf = (parties: XmlElement | null, role: string): string | null =>
  presentOrNull(textAt(parties, `${role}/Nm`) ?? textAt(parties, `${role}/Pty/Nm`) ?? textAt(parties, `${role}/Agt/FinInstnId/Nm`));

const accountOf = (parties: XmlElement | null, role: string): string | null =>
  presentOrNull(
    textAt(parties, `${role}Acct/Id/IBAN`) ?? textAt(parties, `${role}Acct/Id/Othr/Id`) ?? textAt(parties, `${role}Acct/Id/PrtryAcct/Id`),
  );

/** Free text, then structured references, then what the bank adds. */
function memoOf(details: XmlElement | null): string | null {
  const remittance = at(details, 'RmtInf');
  const free = all(remittance, 'Ustrd').flatMap((each) => presentOrNull(each.text) ?? []);
  const structured = all(remittance, 'Strd')
    .flatMap((each) => [
      ...(textAt(each, 'CdtrRefInf/Ref') ?? textAt(each, 'CdtrRefInf/CdtrRef') ?? []).toString().split('\n'),
      ...all(each, 'RfrdDocInf').flatMap((document) => textAt(document, 'Nb') ?? []),
      ...all(each, 'AddtlRmtInf').flatMap((more) => presentOrNull(more.text) ?? []),
    ])
    .filter((text) => text !== '');
  const said = [...free, ...structured];
  return said.length > 0 ? said.join(' ') : presentOrNull(textAt(details, 'AddtlTxInf'));
}

function bankCode(entry: XmlElement, details: XmlElement | null): string | null {
  const code = at(entry, 'BkTxCd') ?? at(details, 'BkTxCd');
  const proprietary = textAt(code, 'Prtry/Cd');
  const domain = ['Domn/Cd', 'Domn/Fmly/Cd', 'Domn/Fmly/SubFmlyCd'].flatMap((path) => textAt(code, path) ?? []);
  return proprietary ?? (domain.length > 0 ? domain.join('/') : null);
}
