/** What one host, and the mails to one address, may take of the door. The rest is told to come later, so nothing is lost. */
export type Limits = {
  /** Open connections of all hosts, and of one. */
  connections: number;
  connectionsPerHost: number;
  /** Mails a minute from one host, and to one address. */
  mailsPerMinute: number;
  /** From DATA to the final dot. RFC 5321 §4.5.3.2.6 gives the other side ten minutes for its answer. */
  dataWithinMs: number;
  /** Without a byte from the other side. RFC 5321 §4.5.3.2.7: at least five minutes between commands. */
  silentMs: number;
};

export const usualLimits: Limits = {
  connections: 200,
  connectionsPerHost: 20,
  mailsPerMinute: 600,
  dataWithinMs: 600_000,
  silentMs: 300_000,
};

/** A mail server of our own stands before the door; it has limits of its own. */
export const isThisMachine = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/.test(address);

const minuteMs = 60_000;
/** Above it the keys of past minutes are swept. */
const manyKeys = 10_000;

/** Says of each key whether it may come once more in this minute. */
export function perMinute(most: number, now: () => number = Date.now): (key: string) => boolean {
  const counts = new Map<string, { since: number; count: number }>();
  return (key) => {
    const at = now();
    if (counts.size > manyKeys) for (const [old, { since }] of counts) if (at - since >= minuteMs) counts.delete(old);
    const known = counts.get(key);
    if (known === undefined || at - known.since >= minuteMs) {
      counts.set(key, { since: at, count: 1 });
      return most >= 1;
    }
    known.count += 1;
    return known.count <= most;
  };
}
