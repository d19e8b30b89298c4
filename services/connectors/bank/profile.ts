import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { BadSettings } from '#services/platform/bad-settings.ts';

const secretFile = z.string().min(1);
const client = { tokenUrl: z.url(), clientId: z.string().min(1), clientSecretFile: secretFile };

/** How one bank differs from the core of NextGenPSD2 (B-066); `docs/configuration.md` explains it. */
const BankProfile = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{2,40}$/, 'small letters, digits and hyphens'),
  /** As people know it. */
  name: z.string().min(2).max(60),
  baseUrl: z.url({ protocol: /^https?$/ }).refine((url) => new URL(url).search === '', 'an address without a query'),
  consentsPath: z
    .string()
    .regex(/^\/[\w/.-]*consents?$/)
    .default('/v1/consents'),
  accountsPath: z
    .string()
    .regex(/^\/[\w/.-]*accounts?$/)
    .default('/v1/accounts'),
  /** `named`: the accounts stand in the consent; `allPsd2`, `availableAccounts`: the customer chooses at the bank. */
  access: z.enum(['named', 'allPsd2', 'availableAccounts']).default('named'),
  accountsPerConsent: z.enum(['one', 'many']).default('many'),
  /** B-045: 180 days by law, 90 where a bank still uses it. */
  consentDays: z.int().min(1).max(180).default(180),
  /** What the bank wants beside the consent's id: nothing, a token of the program's, or one for each consent. */
  token: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('none') }),
      z.strictObject({ type: z.literal('application'), ...client, scope: z.string().optional() }),
      z.strictObject({ type: z.literal('consent'), ...client, authorizeUrl: z.url(), scope: z.string().default('AIS:{consentId}') }),
    ])
    .default({ type: 'none' }),
  /** Days back directly after the customer's strong authentication (B-022, B-046); 18 months are all that is kept (B-033). */
  firstDays: z.int().min(1).max(548).default(90),
  /** Days back in later rounds: the law allows 90 without asking the customer again (B-046). */
  laterDays: z.int().min(1).max(90).default(90),
  /** Rounds of the hub's own in 24 hours for an account: the law allows four (B-020). */
  fetchesPerDay: z.int().min(1).max(4).default(4),
  /** PEM files for mutual TLS; `ca` where the bank's own certificate is of no public authority. */
  certificate: z.strictObject({ cert: secretFile, key: secretFile, ca: secretFile.optional() }).optional(),
  /** An answer that takes longer is none. */
  patienceSeconds: z.number().min(0.1).max(120).default(30),
});
export type BankProfile = z.infer<typeof BankProfile>;

const ProfileFile = z.strictObject({
  banks: z
    .array(BankProfile)
    .min(1)
    .refine((banks) => new Set(banks.map(({ id }) => id)).size === banks.length, 'two banks with one id'),
});

/** Reads the operator's file of banks; paths in it count from its own folder. @throws BadSettings in plain words */
export function readProfiles(file: string): BankProfile[] {
  const read = ProfileFile.safeParse(jsonOf(file));
  if (!read.success) throw new BadSettings(`BANK_PROFILES ${file} is not understood:\n${z.prettifyError(read.error)}`);
  return read.data.banks;
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new BadSettings(`BANK_PROFILES ${file} cannot be read: ${(error as Error).message}`);
  }
}

/** A file that a profile names. @throws BadSettings */
export function fileOf(profiles: string, name: string): string {
  const path = resolve(dirname(profiles), name);
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new BadSettings(`BANK_PROFILES ${profiles} names ${path}, which cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}
