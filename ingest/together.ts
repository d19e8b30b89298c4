/**
 * Gathers what is asked for while something is being done, and does it as one: eight senders share a commit instead of
 * waiting for eight. When a gathering fails, each of its items is tried alone, so that one bad item spoils no other.
 */
export function together<Item, Result>(doAll: (items: readonly Item[]) => Promise<Result[]>): (item: Item) => Promise<Result> {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let isAtWork = false;

  async function work(): Promise<void> {
    isAtWork = true;
    while (waiting.length > 0) {
      const gathered = waiting;
      waiting = [];
      await settle(gathered);
    }
    isAtWork = false;
  }

  async function settle(gathered: readonly Waiting[]): Promise<void> {
    try {
      const results = await doAll(gathered.map(({ item }) => item));
      for (const [index, { resolve }] of gathered.entries()) resolve(results[index]!);
    } catch (error) {
      if (gathered.length === 1) gathered[0]!.reject(error);
      else await Promise.all(gathered.map((each) => settle([each])));
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isAtWork) void work();
    });
}
