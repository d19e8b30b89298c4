import { accountAsKept, type BankStatement, type BankTransaction } from '#services/domain/statement.ts';
import { at, textAt, type XmlElement } from '#services/domain/xml-tree.ts';
import { withBalances } from '../balances.ts';
import { minorOf, presentOrNull } from '../cells.ts';
import { dayFrom } from '../days.ts';
import type { StatementFormat } from '../format.ts';
import { leavesOf } from '../leaves.ts';
import { unreadable } from '../refusal.ts';

const every = (node: XmlElement, name: string): XmlElement[] =>
  node.children.flatMap((child) => (child.name === name ? [child] : every(child, name)));
const somewhere = (node: XmlElement, name: string): XmlElement | null => every(node, name)[0] ?? null;

function readTransaction(node: XmlElement): BankTransaction {
  const amount = at(node, 'Osszeg') ?? unreadable('amount', 'Osszeg is missing', node.line);
  const currency = amount.attributes['Devizanem'] ?? 'HUF';
  const day = (path: string) => {
    const text = textAt(node, path);
    return text === null ? null : (dayFrom(text) ?? unreadable('day', `${path} is not a day`, node.line));
  };
  const card = textAt(node, 'TranzakcioKiegeszito/KartyaKiegeszito/ElfogadasHelye');
  return {
    bookedOn: day('Terhelesnap') ?? day('Esedekessegnap') ?? unreadable('day', 'Terhelesnap is missing', node.line),
    valueOn: day('Esedekessegnap'),
    amount: minorOf(amount.text, currency, '.') ?? unreadable('amount', 'Osszeg is not an amount', node.line),
    currency,
    counterpartyName: presentOrNull(textAt(node, 'Ellenpartner')) ?? presentOrNull(card),
    counterpartyAccount: accountAsKept(presentOrNull(textAt(node, 'Ellenszamla'))),
    memo: presentOrNull(textAt(node, 'Kozlemeny')),
    bankReference: textAt(node, 'Tranzakcioszam') ?? node.attributes['NBID'] ?? null,
    endToEndId: null,
    type: textAt(node, 'Tipus'),
    balance: null,
    // Fees are told here and are already inside Osszeg of their own lines.
    raw: leavesOf(node),
  };
}

function readStatement(root: XmlElement): BankStatement {
  const lines = every(root, 'Tranzakcio').map(readTransaction);
  const account = somewhere(root, 'SzamlaInfo');
  const totals = somewhere(root, 'EgyenlegInfo');
  const opening = at(totals, 'NyitoEgyenleg');
  const currency = lines[0]?.currency ?? opening?.attributes['Devizanem'] ?? textAt(account, 'Devizanem') ?? 'HUF';
  if (lines.some((line) => line.currency !== currency)) unreadable('currency', 'two currencies in one account');
  const balance = (name: string) => {
    const text = textAt(totals, name);
    return text === null ? null : (minorOf(text, currency, '.') ?? unreadable('amount', `${name} is not an amount`, totals?.line));
  };
  const statement = withBalances({
    account: accountAsKept(textAt(account, 'Szamlaszam') ?? textAt(somewhere(root, 'DokumentumInfo'), 'SzamlaID')),
    currency,
    openingBalance: balance('NyitoEgyenleg'),
    closingBalance: balance('ZaroEgyenleg'),
    balances: null,
    number: textAt(somewhere(root, 'DokumentumInfo'), 'AlCim'),
    from: null,
    to: null,
    transactions: lines,
  });
  const countsFit = (name: string, isOwn: (line: BankTransaction) => boolean) => {
    const text = textAt(totals, name);
    return text === null || !/^\d+$/.test(text) || Number(text) === lines.filter(isOwn).length;
  };
  const areAllThere = countsFit('JovairasDB', (line) => line.amount > 0n) && countsFit('TerhelesDB', (line) => line.amount < 0n);
  return areAllThere || statement.balances === true ? statement : { ...statement, balances: false };
}

/** MagNet NetBankXML: one account and month, with balances and counts. */
export const magnetXml: StatementFormat = {
  name: 'magnet-netbankxml',
  read: ({ xml }) => (xml?.name === 'NetBankXML' ? [readStatement(xml)] : null),
};
