import { setTimeout as sleep } from 'node:timers/promises';

/** Does `round` again and again with a pause after each; disposing waits for the one under way. */
export function rounds(pauseMs: number, round: (signal: AbortSignal) => Promise<void>, onError: (error: unknown) => void): AsyncDisposable {
  const stop = new AbortController();
  const ended = (async () => {
    while (!stop.signal.aborted) {
      await round(stop.signal).catch(onError);
      await sleep(pauseMs, undefined, { signal: stop.signal }).catch(() => undefined); // asked to stop
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await ended;
    },
  };
}
