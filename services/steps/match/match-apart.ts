import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { MatchInput, MatchResult } from '#services/domain/matching.ts';
import { match } from './match.ts';

/** So many lines and items are matched faster than a thread starts. */
const fewest = 1_000;

/** `match`, without holding up whatever else this process does: a hundred thousand lines take seconds. */
export async function matchApart(input: MatchInput): Promise<MatchResult> {
  if (input.transactions.length + input.openItems.length < fewest) return match(input);
  const thread = new Worker(new URL('./match-thread.ts', import.meta.url), { workerData: input });
  const [result]: MatchResult[] = await once(thread, 'message');
  return result!;
}
