import type { Key, MadeKey } from '#services/actions/accounts/security-keys.ts';
import type { KeyMade, KeyView } from '#web/contract/keys.ts';

export function keyView({ id, name, hint, createdAt, lastUsedAt, pausedAt, endsAt, revokedAt }: Key): KeyView {
  const isOver = revokedAt !== null || (endsAt !== null && endsAt <= new Date());
  return {
    id,
    name,
    hint,
    state: isOver ? 'revoked' : pausedAt !== null ? 'paused' : endsAt !== null ? 'ending' : 'active',
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    endsAt: endsAt?.toISOString() ?? null,
  };
}

export const keyMade = (made: MadeKey): KeyMade => ({ ...keyView(made), secret: made.secret });
