import { DomainError } from '#services/domain/errors.ts';
import type { Log } from '#services/platform/log.ts';
import { openShelf, troubleOf } from '#services/remote/open-shelf.ts';
import { UnknownServer } from '#services/remote/remote.ts';
import { Pull } from '#storage/models/pull.ts';
import { rows } from '#storage/sql.ts';
import type { Channel } from '../../channel.ts';
import type { IngestDeps } from '../../deps.ts';
import { maxFileBytes } from '../../receive.ts';
import { rounds } from '../../rounds.ts';
import { type Seen, takeFiles } from '../folder/take-files.ts';

export type PullOptions = {
  settleMs: number;
  isPrivateAllowed: boolean;
  openPassword(businessId: string, sealed: string): Promise<string>;
  pauseMs?: number;
  /** Between two looks at the same server. */
  everyMs?: number;
  log: Log;
};

/** A server that refuses the password or shows another key is not asked again and again. */
const stubbornMs = 3_600_000;
/** However slow the server is, then the others have their turn; also how long a killed process keeps its pulls. */
const longestRoundMs = 600_000;

/** Fetches files from the servers that businesses named (H-120). Any number of processes: each pull is with one of them at a time. */
export function pullChannel(options: PullOptions, deps: IngestDeps): Channel {
  const { settleMs, isPrivateAllowed, openPassword, pauseMs = 1_000, everyMs = 60_000, log } = options;
  const seen = new Map<string, Seen>();
  return {
    name: 'pull',
    async open() {
      return rounds(pauseMs, fetchDue, (error) => log.warn({ error }, 'pulls cannot be looked up; tried again soon'));
    },
  };

  async function fetchDue(): Promise<void> {
    const due = await rows<{ id: string }>(
      deps.database,
      `update pulls set next_at = now() + make_interval(secs => $1)
       where id in (select pulls.id from pulls join businesses on businesses.id = business_id and ended_at is null
                    where next_at <= now() order by next_at limit 8 for update of pulls skip locked) returning id`,
      longestRoundMs / 1000,
    );
    await Promise.all(due.map(({ id }) => fetchOne(id)));
  }

  async function fetchOne(id: string): Promise<void> {
    const pull = await Pull.findByPk(id);
    if (!pull) return; // taken back meanwhile
    try {
      await fetchFrom(pull);
      await note(pull, { lastOkAt: new Date(), trouble: null, offeredKey: null }, everyMs);
    } catch (error) {
      const trouble = isLeftThere(error) ? 'cannot-put-away' : troubleOf(error);
      log.warn({ error, pullId: id, trouble }, 'files could not be fetched');
      if (error instanceof UnknownServer)
        await note(pull, { trouble: pull.hostKey === null ? null : 'key-changed', offeredKey: error.offeredKey }, stubbornMs);
      else await note(pull, { trouble }, trouble === 'sign-in-refused' ? stubbornMs : everyMs);
    }
  }

  async function fetchFrom(pull: Pull): Promise<void> {
    const { businessId, protocol, host, port, username, folder, hostKey, afterTaking } = pull;
    const password = await openPassword(businessId, pull.passwordSealed);
    await using shelf = await openShelf(protocol, { host, port, username, password, folder, hostKey }, { isPrivateAllowed });
    const timer = setTimeout(() => void shelf[Symbol.asyncDispose](), longestRoundMs);
    try {
      const own = seen.get(pull.id) ?? new Map();
      seen.set(pull.id, own);
      const taking = { businessId, door: protocol, sender: `${username}@${host}`, after: afterTaking, settleMs, maxBytes: maxFileBytes };
      await takeFiles(shelf, own, taking, deps);
    } finally {
      clearTimeout(timer);
    }
  }
}

type Findings = { lastOkAt?: Date; trouble: string | null; offeredKey?: string | null };

/** Unless a person changed it meanwhile: then it is due at once. */
async function note(pull: Pull, { trouble, ...found }: Findings, pauseMs: number): Promise<void> {
  const now = new Date();
  const since = trouble === null ? { troubleSince: null, alarmedAt: null } : { troubleSince: pull.troubleSince ?? now };
  await Pull.update(
    { ...found, trouble, ...since, nextAt: new Date(now.getTime() + pauseMs) },
    { where: { id: pull.id, hostKey: pull.hostKey } },
  );
}

/** Taken, but neither moved nor removed. */
const isLeftThere = (error: unknown): boolean => error instanceof DomainError && error.code === 'conflict';
