import { DomainError } from '#services/domain/errors.ts';
import { newToken, tokenHash } from '#services/platform/tokens.ts';
import { row } from '#storage/sql.ts';
import type { House } from '../house.ts';
import { countAttempt, demandPatience, networkOf } from '../sign-in/throttle.ts';

const tokenSeconds = 900;

/** A short-lived token for a ledger program (H-172). @throws DomainError `sign-in-failed`, `too-many-requests` */
export async function grantAccessToken(
  house: House,
  securityKey: string,
  address: string | null,
): Promise<{ accessToken: string; expiresIn: number }> {
  const keys = [`token-from:${networkOf(address)}`];
  const key = await row<{ id: string }>(
    house.database,
    `update security_keys key set last_used_at = now() from accountants firm
     where key_hash = $1 and key.revoked_at is null and (key.ends_at is null or key.ends_at > now())
       and firm.id = key.accountant_id and firm.state = 'active'
     returning key.id`,
    tokenHash(securityKey),
  );
  if (!key) {
    // Only failures count and wait: a right key behind the same address as a wrong one goes on working.
    await demandPatience(house.database, keys);
    await countAttempt(house.database, keys);
    throw new DomainError('sign-in-failed', 'this security key is not valid');
  }
  const accessToken = newToken();
  await row(
    house.database,
    `with old as (delete from access_tokens where expires_at < now() - interval '1 hour')
     insert into access_tokens (token_hash, key_id, expires_at) values ($1, $2, now() + make_interval(secs => $3))`,
    tokenHash(accessToken),
    key.id,
    tokenSeconds,
  );
  return { accessToken, expiresIn: tokenSeconds };
}
