import { Resolver } from 'node:dns/promises';
import { createReadStream } from 'node:fs';
import { authenticate } from 'mailauth';
import type { SenderAuthentication } from '#services/domain/sender-authentication.ts';

/** Where the sender's records are asked for: the system's own servers, named ones (`ip` or `ip:port`), or nowhere. */
export type Dns = 'system' | 'off' | readonly string[];

export type Session = { ip: string; helo: string; sender: string | null };

/** What the sender's domains say of a mail: shown to people, never a reason to refuse (H-068). Words as in RFC 8601 §2.7. */
export type Authentication = SenderAuthentication & {
  ip: string;
  helo: string;
  dkim: { selector: string | null }[];
  dmarc: { policy: string | null };
};

const lookupMs = 2_000;
/** A mail with many signatures asks for many keys; what is not known by then stays unknown. */
const wholeMs = 20_000;

/** Judges spooled mails by SPF, DKIM, DMARC and ARC; null where nothing could be found out. Undefined: nobody is asked. */
export function senderJudge(dns: Dns, mta: string): ((session: Session, file: string) => Promise<Authentication | null>) | undefined {
  if (dns === 'off') return undefined;
  const resolver = new Resolver({ timeout: lookupMs, tries: 2 });
  if (dns !== 'system') resolver.setServers([...dns]);
  return async ({ ip, helo, sender }, file) => {
    const message = createReadStream(file);
    try {
      return await within(wholeMs, judge());
    } finally {
      message.destroy();
    }

    async function judge(): Promise<Authentication> {
      const { spf, dkim, dmarc, arc } = await authenticate(message, {
        ip,
        helo,
        sender: sender ?? '',
        mta,
        disableBimi: true,
        resolver: (name, type) => resolver.resolve(name, type) as Promise<string[]>,
      });
      return {
        ip,
        helo,
        spf: { result: resultOf(spf || undefined), domain: (spf || undefined)?.domain ?? null },
        dkim: (dkim.results ?? []).map((each) => ({
          result: resultOf(each),
          domain: each.signingDomain ?? null,
          selector: each.selector ?? null,
        })),
        dmarc: {
          result: resultOf(dmarc || undefined),
          domain: (dmarc || undefined)?.domain ?? null,
          policy: (dmarc || undefined)?.policy ?? null,
        },
        arc: { result: resultOf(arc || undefined) },
      };
    }
  };
}

const resultOf = (verdict: { status?: { result?: string } } | undefined): string => verdict?.status?.result ?? 'none';

async function within<T>(timeMs: number, promise: Promise<T>): Promise<T | null> {
  let clock: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    clock = setTimeout(resolve, timeMs, null);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(clock);
    promise.catch(() => undefined); // too late to be told
  }
}
