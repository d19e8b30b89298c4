import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { run } from '#services/commands/statement.ts';

const fixture = (path: string) => fileURLToPath(new URL(`../../../fixtures/bank/${path}`, import.meta.url));

async function outputOf(args: string[]): Promise<{ status: number; lines: Record<string, unknown>[] }> {
  let output = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((...given: unknown[]) => {
    output += String(given[0]);
    const done = given.at(-1);
    if (typeof done === 'function') done();
    return true;
  });
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const status = await run(args).finally(() => write.mockRestore());
  return {
    status,
    lines: output
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

test('one JSON object a line, amounts as decimal strings, in the order of the files', async () => {
  const files = [fixture('magnet-netbankxml/month.xml'), fixture('../../package.json')];
  const { status, lines } = await outputOf(files);
  expect(status).toBe(0);
  expect(lines.map((line) => line['file'])).toEqual(files);
  expect(Object.keys(lines[0]!)).toEqual(['file', 'format', 'statements', 'refused', 'warnings']);
  expect(lines[0]).toMatchObject({
    refused: null,
    statements: [
      {
        openingBalance: '1000.00',
        closingBalance: '123510.50',
        balances: true,
        transactions: [{ amount: '127000.00' }, { amount: '-4489.50' }],
      },
    ],
  });
  expect(lines[1]).toMatchObject({ statements: [], refused: { code: 'not-a-statement' } });
});

test('a file that cannot be opened is exit 1, the others are still read; wrong usage is 2', async () => {
  const { status, lines } = await outputOf(['/nowhere/at-all.csv', fixture('camt.052/day.xml')]);
  expect([status, lines.length]).toEqual([1, 1]);
  expect((await outputOf([])).status).toBe(2);
  expect((await outputOf(['--fast'])).status).toBe(2);
});
