import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPullPassword } from '#services/actions/doors/pulls.ts';
import type { House } from '#services/actions/house.ts';
import type { Config } from '#services/platform/config.ts';
import type { Log } from '#services/platform/log.ts';
import type { Channel } from './channel.ts';
import { folderChannel } from './channels/folder/folder-channel.ts';
import { pullChannel } from './channels/pull/pull-channel.ts';
import { generatedCertificate } from './channels/smtp/generated-certificate.ts';
import { usualLimits } from './channels/smtp/limits.ts';
import { smtpChannel } from './channels/smtp/smtp-channel.ts';
import type { IngestDeps } from './deps.ts';

export type Doors = AsyncDisposable & { smtpAddress: string };

/** Opens every door that waits for deliveries; a new door is one line here. */
export async function openDoors(config: Config, deps: IngestDeps, house: House, log: Log): Promise<Doors> {
  await using opened = new AsyncDisposableStack();
  const tls =
    config.SMTP_TLS_CERT !== undefined && config.SMTP_TLS_KEY !== undefined
      ? { cert: readFileSync(config.SMTP_TLS_CERT, 'utf8'), key: readFileSync(config.SMTP_TLS_KEY, 'utf8') }
      : await generatedCertificate(join(config.HUB_DATA, 'smtp-certificate.json'), config.MAIL_DOMAIN);
  const smtp = smtpChannel(
    {
      host: config.SMTP_HOST,
      port: config.SMTP_PORT,
      domain: config.MAIL_DOMAIN,
      maxMessageBytes: config.SMTP_MAX_BYTES,
      dns: config.SMTP_DNS,
      limits: { ...usualLimits, mailsPerMinute: config.SMTP_MAILS_PER_MINUTE },
      tls,
      log,
    },
    deps,
  );
  const settleMs = config.FOLDER_SETTLE_SECONDS * 1_000;
  const pulls = pullChannel(
    {
      settleMs,
      isPrivateAllowed: config.OUTBOUND_PRIVATE,
      openPassword: (businessId, sealed) => openPullPassword(house, businessId, sealed),
      log,
    },
    deps,
  );
  const channels: Channel[] = [smtp, pulls];
  if (config.FOLDER_IN !== undefined)
    channels.push(folderChannel({ root: config.FOLDER_IN, after: config.FOLDER_AFTER, settleMs, log }, deps));
  const addresses = new Map<string, string>();
  for (const channel of channels) {
    const open = opened.use(await channel.open());
    if (open.address) addresses.set(channel.name, open.address);
  }
  const kept = opened.move();
  return { smtpAddress: addresses.get('smtp') ?? '', [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
