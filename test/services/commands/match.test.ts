import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { run } from '#services/commands/match.ts';

let folder: string;
let printed: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'match-'));
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

async function kept(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

const item = {
  id: 'i1',
  kind: 'invoice',
  direction: 'receivable',
  number: 'ABC-7',
  partner: null,
  currency: 'HUF',
  gross: '1270',
  open: '1270.00',
};
const line = { id: 't1', bookedOn: '2026-03-09', amount: '1270.00', currency: 'HUF', memo: 'ABC-7' };

test('one object on stdout: decimal amounts, and every line in one of three lists', async () => {
  const items = await kept('items.json', JSON.stringify([item]));
  const lines = await kept('lines.json', JSON.stringify([line, { ...line, id: 't2', amount: '-5', memo: 'díj' }]));
  expect(await run(['--open-items', items, '--transactions', lines])).toBe(0);
  expect(printed).toHaveLength(1);
  expect(JSON.parse(printed[0]!)).toEqual({
    settlements: [
      {
        transaction: 't1',
        rule: 'number',
        confidence: 0.999,
        allocations: [{ item: 'i1', amount: '1270.00' }],
        evidence: [
          { kind: 'number', text: 'ABC-7', span: [0, 5] },
          { kind: 'amount', text: '1270.00', span: null },
        ],
      },
    ],
    suggestions: [],
    unmatched: ['t2'],
  });
});

test('settings are taken: a refused pair stays apart', async () => {
  const items = await kept('items.json', JSON.stringify([item]));
  const lines = await kept('lines.json', JSON.stringify([line]));
  const settings = await kept('settings.json', JSON.stringify({ refused: [{ transaction: 't1', item: 'i1' }] }));
  expect(await run(['--open-items', items, '--transactions', lines, '--settings', settings])).toBe(0);
  expect(JSON.parse(printed[0]!)).toEqual({ settlements: [], suggestions: [], unmatched: ['t1'] });
});

test.each(['{', '[{"id":"t1"}]', JSON.stringify([line, line]), JSON.stringify([{ ...line, amount: '1.005' }])])(
  'a file that cannot be understood is a refusal, status 0: %s',
  async (text) => {
    const items = await kept('items.json', JSON.stringify([item]));
    expect(await run(['--open-items', items, '--transactions', await kept('lines.json', text)])).toBe(0);
    expect(JSON.parse(printed[0]!)).toMatchObject({ refused: { code: 'invalid-request' } });
  },
);

test('a missing file is status 1, wrong usage 2', async () => {
  const items = await kept('items.json', '[]');
  expect(await run(['--open-items', items, '--transactions', join(folder, 'none.json')])).toBe(1);
  expect(await run(['--open-items', items])).toBe(2);
  expect(await run(['--what'])).toBe(2);
  expect(printed).toEqual([]);
});
