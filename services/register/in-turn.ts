const last = new Map<string, Promise<unknown>>();

/**
 * Does the machine's changes of one business's books one after another, within a process. They would wait for each other's
 * lock anyway, each with a connection in its hand, and a person's act would stand at the end of their line.
 */
export async function inTurn<Result>(businessId: string, act: () => Promise<Result>): Promise<Result> {
  const before = last.get(businessId) ?? Promise.resolve();
  const mine = before.then(act, act);
  last.set(businessId, mine);
  try {
    return await mine;
  } finally {
    if (last.get(businessId) === mine) last.delete(businessId);
  }
}
