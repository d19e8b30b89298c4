import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { isDay } from '#services/domain/day.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { Candidate, MatchInput, OpenItem } from '#services/domain/matching.ts';
import { formatMinor, parseMinor } from '#services/domain/money.ts';
import { match } from '#services/steps/match/match.ts';

const usage = 'usage: ./hub match --open-items FILE --transactions FILE [--settings FILE]';

const day = z.string().refine(isDay, 'not a day');
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const id = z.union([z.string(), z.number()]).transform(String);
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);

const openItem = z.object({
  id,
  kind: z.enum(['invoice', 'pro-forma', 'credit-note']),
  direction: z.enum(['receivable', 'payable']),
  number: text,
  orderNumber: text,
  partner: z
    .object({ id: id.nullish(), name: text, taxNumber: text, accounts: z.array(z.string()).nullish(), identifier: text })
    .nullish()
    .transform((partner) => ({
      id: partner?.id ?? null,
      name: partner?.name ?? null,
      taxNumber: partner?.taxNumber ?? null,
      accounts: partner?.accounts ?? [],
      identifier: partner?.identifier ?? null,
    })),
  issuedOn: day.nullish(),
  dueOn: day.nullish(),
  currency: z.string(),
  gross: decimal,
  open: decimal,
});
const transaction = z.object({
  id,
  bookedOn: day,
  amount: decimal,
  currency: z.string(),
  counterpartyName: text,
  counterpartyAccount: text,
  memo: text,
  reference: text,
});
const settings = z.object({
  strict: z.boolean().default(false),
  refused: z.array(z.object({ transaction: id, item: id })).default([]),
  rates: z.array(z.object({ on: day, currency: z.string(), huf: decimal })).default([]),
});

/** `./hub match`: what the workers decide, on files (contract §3). One object on stdout. */
export async function run(args: string[]): Promise<number> {
  let files: { 'open-items'?: string; transactions?: string; settings?: string };
  try {
    files = parseArgs({
      args,
      options: { 'open-items': { type: 'string' }, transactions: { type: 'string' }, settings: { type: 'string' } },
    }).values;
  } catch (error) {
    console.error(`hub match: ${(error as Error).message}\n${usage}`);
    return 2;
  }
  const { 'open-items': openItemsFile, transactions: transactionsFile, settings: settingsFile } = files;
  if (openItemsFile === undefined || transactionsFile === undefined) {
    console.error(usage);
    return 2;
  }
  const texts: string[] = [];
  for (const file of [openItemsFile, transactionsFile, ...(settingsFile === undefined ? [] : [settingsFile])]) {
    try {
      texts.push(await readFile(file, 'utf8'));
    } catch (error) {
      console.error(`hub match: ${(error as Error).message}`);
      return 1;
    }
  }
  const [openItemsText = '', transactionsText = '', settingsText = '{}'] = texts;
  try {
    console.log(JSON.stringify(answerOf(inputOf(openItemsText, transactionsText, settingsText))));
  } catch (error) {
    const isKnown = error instanceof DomainError || error instanceof z.ZodError || error instanceof SyntaxError;
    if (!isKnown) throw error;
    const message = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
    console.log(JSON.stringify({ refused: { code: 'invalid-request', message } }));
  }
  return 0;
}

/** The three files' texts as the matcher takes them. @throws ZodError, SyntaxError, DomainError `invalid-request` */
export function inputOf(openItems: string, transactions: string, settingsText: string): MatchInput {
  const input = {
    openItems: z
      .array(openItem)
      .parse(JSON.parse(openItems))
      .map(
        (item): OpenItem => ({
          ...item,
          issuedOn: item.issuedOn ?? null,
          dueOn: item.dueOn ?? null,
          gross: parseMinor(item.gross, item.currency),
          open: parseMinor(item.open, item.currency),
        }),
      ),
    transactions: z
      .array(transaction)
      .parse(JSON.parse(transactions))
      .map((line) => ({ ...line, amount: parseMinor(line.amount, line.currency) })),
    settings: settings.parse(JSON.parse(settingsText)),
  };
  for (const list of [input.openItems, input.transactions]) {
    if (new Set(list.map((each) => each.id)).size !== list.length) throw new DomainError('invalid-request', 'two rows have the same id');
  }
  return input;
}

function answerOf(input: MatchInput) {
  const currencies = new Map(input.openItems.map((item) => [item.id, item.currency]));
  const wire = (candidate: Candidate) => ({
    rule: candidate.rule,
    confidence: candidate.confidence,
    allocations: candidate.allocations.map(({ item, amount }) => ({ item, amount: formatMinor(amount, currencies.get(item) ?? null) })),
    evidence: candidate.evidence,
  });
  const { settlements, suggestions, unmatched } = match(input);
  return {
    settlements: settlements.map((settlement) => ({ transaction: settlement.transaction, ...wire(settlement) })),
    suggestions: suggestions.map((each) => ({ transaction: each.transaction, candidates: each.candidates.map(wire) })),
    unmatched,
  };
}
