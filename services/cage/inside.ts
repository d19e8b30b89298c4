/** The program of a reader process: one task at a time, given by its parent, whose end is also its own. */
import { DomainError } from '#services/domain/errors.ts';
import type { Answer, Order } from './messages.ts';
import type { TaskTable } from './tasks.ts';

const [tasksModule = ''] = process.argv.slice(2);
const { tasks }: { tasks: TaskTable } = await import(tasksModule);

const answer = (message: Answer) => process.send?.(message);

process.once('disconnect', () => process.exit(0));
process.on('message', async ({ name, options, ...desk }: Order) => {
  try {
    const task = tasks[name];
    if (!task) throw new Error(`no such task: ${name}`);
    const result = await task({ ...desk, progress: (done) => answer({ kind: 'progress', done }) }, options);
    answer({ kind: 'done', result });
  } catch (error) {
    answer(refusal(error));
  }
});
answer({ kind: 'ready' });

function refusal(error: unknown): Answer {
  if (error instanceof DomainError) return { kind: 'refused', code: error.code, message: error.message, facts: { ...error.facts } };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  // What Node, WASM and C++ say when the kernel refuses them memory.
  const isMemory = /(failed to|cannot) allocate|allocation failed|out of memory|ENOMEM|bad_alloc/i.test(message);
  return { kind: 'failed', message, isMemory };
}
