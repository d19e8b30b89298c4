import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readStatement } from '#services/steps/read-statement/read-statement.ts';
import { sharedFolder } from '#test/support/shared.ts';

const shared = sharedFolder();
const folder = `${shared}/bank/samples/`;
const samples =
  shared === null
    ? []
    : readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(csv|xml|sta|txt|xlsx?)$/.test(path));
const read = async (path: string) => {
  const reading = await readStatement(readFileSync(folder + path), { name: basename(path) });
  const lines = reading.statements.flatMap((statement) => statement.transactions);
  return { ...reading, lines, sum: lines.reduce((total, line) => total + line.amount, 0n) };
};
const minorOf = (text: string): bigint => BigInt(Math.round(Number(text.replace(',', '.')) * 100));

/** The raw files, counted and summed by patterns that know nothing of the parsers. */
describe.skipIf(shared === null)("real banks' files", () => {
  test.each(samples)('%s is understood', async (path) => {
    expect((await read(path)).refused).toBeNull();
  });

  test.each(samples.filter((path) => path.includes('mt940')))('%s has every :61: with its amount', async (path) => {
    const entries = [...readFileSync(folder + path, 'latin1').matchAll(/^:61:\d{6}(?:\d{4})?\s*(R?)([CD])[A-Z]?(\d*,\d*)/gm)];
    const { lines, sum } = await read(path);
    expect(lines.length).toBe(entries.length);
    expect(sum).toBe(
      entries.reduce(
        (total, [, reversal, side, amount]) => total + ((side === 'D') !== (reversal === 'R') ? -1n : 1n) * minorOf(amount!),
        0n,
      ),
    );
  });

  test.each(samples.filter((path) => path.includes('camt')))('%s has the sum of every booked entry', async (path) => {
    const entries = [
      ...readFileSync(folder + path, 'utf8').matchAll(
        /<Ntry>\s*(?:<NtryRef>[^<]*<\/NtryRef>\s*)?<Amt[^>]*>([^<]+)<\/Amt>\s*<CdtDbtInd>(CRDT|DBIT)/g,
      ),
    ];
    expect(entries.length).toBeGreaterThan(0);
    expect((await read(path)).sum).toBe(
      entries.reduce((total, [, amount, side]) => total + (side === 'DBIT' ? -1n : 1n) * minorOf(amount!), 0n),
    );
  });

  test.each([
    ['fintech/revolut-business-2022.csv', 8, 1],
    ['fintech/revolut-business-2025.csv', 2, 1],
    ['fintech/wise-business-statement-2023.csv', 3, 1],
    ['fintech/paypal-activity-fr-2020.csv', 21, 2],
  ])("%s: the bank's running balances prove every amount", async (path, count, statements) => {
    const reading = await read(path);
    expect(reading.lines.length).toBe(count);
    expect(reading.statements.map((statement) => statement.balances)).toEqual(Array(statements).fill(true));
  });

  test('K&H workbook reads as the person who compared it recorded', async () => {
    const recorded = JSON.parse(readFileSync(`${folder}hu/kh-ebank-szamlatortenet-2015-2016.expected.json`, 'utf8'));
    const wanted = recorded.statements[0].transactions as {
      date: string;
      amount: string;
      bankReference: string;
      bookingText: string;
      memo: string | null;
      endToEndId: string | null;
    }[];
    const { lines } = await read('hu/kh-ebank-szamlatortenet-2015-2016.xls');
    expect(lines.map((line) => [line.bookedOn, line.amount, line.bankReference, line.type, line.memo, line.endToEndId])).toEqual(
      wanted.map((line) => [line.date, minorOf(line.amount), line.bankReference, line.bookingText, line.memo, line.endToEndId]),
    );
  });
});
