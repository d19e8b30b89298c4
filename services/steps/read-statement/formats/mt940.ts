import { normalAccount } from '#services/domain/bank-account.ts';
import { type Day, dayOf, daysBetween } from '#services/domain/day.ts';
import { accountAsKept, type BankStatement, type BankTransaction } from '#services/domain/statement.ts';
import { withBalances } from '../balances.ts';
import { minorOf, presentOrNull } from '../cells.ts';
import type { StatementFormat, Warning } from '../format.ts';
import { unreadable } from '../refusal.ts';
import { detailsOf } from './mt940-details.ts';

type Field = { tag: string; value: string; line: number };

const tagLine = /^:(\d{2}[A-Z]?|NSF?|NS|940):(.*)$/;

/** Fields of all statements; envelopes, free text before the first field and after the end sign are left out. */
function fieldsOf(text: string): Field[] {
  const fields: Field[] = [];
  let isInside = false;
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    // Envelope of the same line: {1:…}{2:…}{4::20:… (braces may come as å and ä in 7-bit Scandinavian files).
    const bare = line.replace(/^(?:-[}å])?(?:[{ä]\d:.*[}å])*[{ä]4:/, '').trimEnd();
    const match = tagLine.exec(bare);
    if (match) {
      fields.push({ tag: match[1]!, value: match[2]!, line: index + 1 });
      isInside = true;
    } else if (/^-[}å]?(?:[{ä].*)?$/.test(bare)) isInside = false;
    else if (isInside && fields.length > 0) fields.at(-1)!.value += `\n${bare}`;
  });
  return fields;
}

/** `C180417HUF25170637,10`: sign, day (YYMMDD, sometimes impossible), currency, amount with a comma that may end it. */
function balanceOf({ tag, value, line }: Field): { minor: bigint; currency: string; on: Day | null } {
  const match = /^\s*(R?[CD])(\d{6})([A-Z]{3})\s*([\d.]*,?\d*)\s*$/.exec(value.split('\n')[0]!);
  if (!match) return unreadable('amount', `field ${tag} is not a balance`, line);
  const minor = amountOf(match[4]!, match[3]!) ?? unreadable('amount', `field ${tag} has no amount`, line);
  const on = dayOf(2000 + Number(match[2]!.slice(0, 2)), Number(match[2]!.slice(2, 4)), Number(match[2]!.slice(4)));
  return { minor: match[1] === 'D' || match[1] === 'RC' ? -minor : minor, currency: match[3]!, on };
}

const amountOf = (text: string, currency: string): bigint | null => minorOf(text.replace(/,$/, ''), currency, ',');

/** A day that no month has (30 February of interest at 360 days a year) is the month's last. */
function valueDay(digits: string, line: number, warn: (warning: Warning) => void): Day {
  const [year, month, day] = [2000 + Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), Number(digits.slice(4))];
  const exact = dayOf(year, month, day);
  if (exact) return exact;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > 31) unreadable('day', 'field 61 has no day', line);
  warn({ code: 'day-moved', message: `row ${line}: the ${day}th does not exist in that month, taken for its last day`, row: line });
  return dayOf(year, month, last) ?? unreadable('day', 'field 61 has no day', line);
}

/** The entry day has no year: the year in which it lies nearest to the value day. */
function entryDay(digits: string, value: Day): Day | null {
  const year = Number(value.slice(0, 4));
  const candidates = [year - 1, year, year + 1].flatMap((each) => dayOf(each, Number(digits.slice(0, 2)), Number(digits.slice(2))) ?? []);
  return candidates.sort((a, b) => Math.abs(daysBetween(value, a)) - Math.abs(daysBetween(value, b)))[0] ?? null;
}

/** MT940 field 61: value day, entry day, mark, third letter of the currency, amount, type, customer's and bank's reference. */
const entry = /^(\d{6})(\d{4})?\s*(RC|RD|EC|ED|C|D)\s?([A-Z])?(\d[\d.]*,?\d*|,\d+)(?:([A-Z][A-Z0-9]{3})([\s\S]*))?$/;

type Context = { currency: string; account: string | null; warn: (warning: Warning) => void };

function transactionOf(field: Field, notes: Field[], { currency, account, warn }: Context): BankTransaction {
  const [first = '', ...supplementary] = field.value.split('\n');
  const match = entry.exec(first.trim());
  if (!match) return unreadable('damaged', 'field 61 is not an entry', field.line);
  const [, day = '', shortDay, mark, , figures = '', code = '', references = ''] = match;
  const minor = amountOf(figures, currency) ?? unreadable('amount', 'field 61 has no amount', field.line);
  const valueOn = valueDay(day, field.line, warn);
  const at = references.indexOf('//');
  const customer = presentOrNull(at < 0 ? references : references.slice(0, at));
  const bank = presentOrNull(at < 0 ? null : references.slice(at + 2));
  const details = detailsOf({ notes: notes.map(({ tag, value }) => ({ tag, value })), supplementary, account, code });
  return {
    bookedOn: (shortDay && entryDay(shortDay, valueOn)) || valueOn,
    valueOn,
    amount: mark === 'D' || mark === 'RC' || mark === 'ED' ? -minor : minor,
    currency,
    counterpartyName: details.name,
    counterpartyAccount: accountAsKept(details.account),
    memo: details.memo,
    bankReference: details.reference ?? bank,
    endToEndId: details.endToEndId ?? (customer && !/^([KEM]REF\+?|N)$/.test(customer) ? customer : null),
    type: details.type ?? (code === '' ? null : code.slice(1)),
    balance: null,
    raw: Object.fromEntries([field, ...notes].map(({ tag, value }, index) => [index < 2 ? `:${tag}:` : `:${tag}: (${index})`, value])),
  };
}

/** Field 25: `IBAN`, `IBAN CCY`, `BIC/account/CCY`, `bank/account` (in Hungary the bank's 8 digits before the other 16). */
function accountIn(value: string): string | null {
  const text = value.split('\n')[0]!.trim();
  const parts = text
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length > 1 && /^[A-Z]{3}$/.test(parts.at(-1)!)) parts.pop();
  if (parts.length > 1 && /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(parts[0]!)) parts.shift();
  const account = /^\d{8}\/\d{16}$/.test(parts.join('/')) ? parts.join('') : parts.join('/');
  // `HU06 9990 … 0000 HUF`: the currency behind it is none of its letters.
  const bare = normalAccount(account) ?? /^([A-Z]{2}\d{2}[A-Z0-9 ]{10,38}?|\d[\d -]+?)\s*[A-Z]{3}$/.exec(account)?.[1] ?? account;
  return accountAsKept(bare);
}

function readOne(fields: Field[], warn: (warning: Warning) => void): { statement: BankStatement; continues: boolean; continued: boolean } {
  const find = (...tags: string[]) => fields.find((field) => tags.includes(field.tag));
  const account = accountIn((find('25') ?? unreadable('damaged', 'field 25 is missing', fields[0]?.line)).value);
  const openingField = find('60F', '60M') ?? unreadable('damaged', 'field 60F is missing', fields[0]?.line);
  const closingField = find('62F', '62M') ?? unreadable('cut', 'the file is cut: field 62F is missing', fields.at(-1)?.line);
  const opening = balanceOf(openingField);
  const closing = balanceOf(closingField);
  const start = fields.indexOf(openingField);
  const end = fields.indexOf(closingField);
  // Whatever stands outside its two balances would be lost without a word: a damaged tag hides a page or a statement.
  const astray = fields.find(
    ({ tag }, at) =>
      (/^6[02]/.test(tag) && at !== start && at !== end) || (tag === '61' && (at < start || at > end)) || (tag === '25' && at > start),
  );
  if (astray) unreadable('damaged', `field ${astray.tag} stands outside a statement`, astray.line);
  const transactions: BankTransaction[] = [];
  const body = fields.slice(start + 1, end);
  const entries = [...body.keys()].filter((index) => body[index]!.tag === '61');
  entries.forEach((index, at) => {
    const notes = body.slice(index + 1, entries[at + 1] ?? body.length);
    transactions.push(transactionOf(body[index]!, notes, { currency: opening.currency, account: find('25')!.value, warn }));
  });
  const isOneCurrency = opening.currency === closing.currency;
  const statement = withBalances({
    account,
    currency: opening.currency,
    openingBalance: opening.minor,
    closingBalance: closing.minor,
    balances: null,
    number: presentOrNull(find('28C', '28')?.value.split('\n')[0]),
    from: null,
    to: null,
    transactions,
  });
  return {
    statement: isOneCurrency ? statement : { ...statement, balances: false },
    continues: closingField.tag === '62M',
    continued: openingField.tag === '60M',
  };
}

/** Pages of one statement (62M, then 60M of the same account) become one. */
function joined(pages: ReturnType<typeof readOne>[]): BankStatement[] {
  const whole: { statement: BankStatement; continues: boolean }[] = [];
  for (const page of pages) {
    const before = whole.at(-1);
    if (before?.continues && page.continued) {
      if (before.statement.account !== page.statement.account) unreadable('account', 'a page of another account follows');
      before.statement = withBalances({
        ...before.statement,
        closingBalance: page.statement.closingBalance,
        transactions: [...before.statement.transactions, ...page.statement.transactions],
      });
      before.continues = page.continues;
    } else whole.push({ statement: page.statement, continues: page.continues });
  }
  return whole.map(({ statement }) => statement);
}

/** SWIFT MT940 in all the dialects met; what field 86 says is understood in `mt940-details.ts`. */
export const mt940: StatementFormat = {
  name: 'mt940',
  read(source, warn) {
    if (source.text === null || !/^(?:.*[{ä]4:)?:20:/m.test(source.text) || !/^:(?:25|60F|60M|61|62F):/m.test(source.text)) return null;
    const fields = fieldsOf(source.text);
    const starts = fields.flatMap((field, index) => (field.tag === '20' ? [index] : []));
    const before = fields.slice(0, starts[0]).find(({ tag }) => tag !== '940');
    if (before) unreadable('damaged', 'field 20 is missing', before.line);
    return joined(starts.map((start, index) => readOne(fields.slice(start, starts[index + 1]), warn)));
  },
};
