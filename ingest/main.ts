import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#services/platform/config.ts';
import type { Log } from '#services/platform/log.ts';
import type { Channel } from './channel.ts';
import { generatedCertificate } from './channels/smtp/generated-certificate.ts';
import { smtpChannel } from './channels/smtp/smtp-channel.ts';
import type { IngestDeps } from './deps.ts';

export type Doors = AsyncDisposable & { smtpAddress: string };

/** Opens every door that waits for deliveries; a new door is one line here. */
export async function openDoors(config: Config, deps: IngestDeps, log: Log): Promise<Doors> {
  await using opened = new AsyncDisposableStack();
  const tls =
    config.SMTP_TLS_CERT !== undefined && config.SMTP_TLS_KEY !== undefined
      ? { cert: readFileSync(config.SMTP_TLS_CERT, 'utf8'), key: readFileSync(config.SMTP_TLS_KEY, 'utf8') }
      : await generatedCertificate(join(config.HUB_DATA, 'smtp-certificate.json'), config.MAIL_DOMAIN);
  const smtp = smtpChannel(
    { host: config.SMTP_HOST, port: config.SMTP_PORT, domain: config.MAIL_DOMAIN, maxMessageBytes: config.SMTP_MAX_BYTES, tls, log },
    deps,
  );
  const channels: Channel[] = [smtp];
  const addresses = new Map<string, string>();
  for (const channel of channels) {
    const open = opened.use(await channel.open());
    if (open.address) addresses.set(channel.name, open.address);
  }
  const kept = opened.move();
  return { smtpAddress: addresses.get('smtp') ?? '', [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
