import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Sequelize } from 'sequelize';
import { verifyAudit } from '#storage/audit.ts';
import { openStorage } from '#storage/main.ts';
import { brokenSeals } from '../actions/documents/seal-days.ts';
import { unknownMasterKeys } from '../actions/vault.ts';
import { openBanks } from '../connectors/bank/open-banks.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { silentLog } from '../platform/log.ts';
import { openMasterKeys } from '../platform/secrets.ts';

type Finding = { part: string; isWell: boolean; says: string };

/** `./hub doctor`: what is wrong and what to do; exit 1 if anything is. */
export async function run(): Promise<number> {
  let config: Config;
  try {
    config = readConfig(process.env);
  } catch (error) {
    return report([{ part: 'settings', isWell: false, says: (error as Error).message }]);
  }
  const settings = { part: 'settings', isWell: true, says: `data in ${config.HUB_DATA}` };
  return report([settings, ...(await storageFindings(config)), ...banks(config), ocrData()]);
}

/** The operator's file of banks with the keys and certificates that it names; no bank is asked. */
function banks({ BANK_PROFILES, OUTBOUND_PRIVATE }: Config): Finding[] {
  if (BANK_PROFILES === undefined) return [];
  try {
    const offered = openBanks(BANK_PROFILES, { isPrivateAllowed: OUTBOUND_PRIVATE });
    return [{ part: 'banks', isWell: true, says: `${[...offered.keys()].join(', ')} may be asked` }];
  } catch (error) {
    return [{ part: 'banks', isWell: false, says: (error as Error).message }];
  }
}

async function storageFindings(config: Config): Promise<Finding[]> {
  try {
    await using storage = await openStorage(config, silentLog);
    const troubles = new Map((await storage.troubles()).map(({ part, says }) => [part, says]));
    const { chains, broken } = await verifyAudit(storage.database);
    const audit = {
      part: 'audit',
      isWell: broken.length === 0,
      says:
        broken.length === 0
          ? `${chains} chains are whole`
          : `changed behind the hub's back: ${broken.map(({ chainId, number }) => `${chainId} at link ${number}`).join(', ')}`,
    };
    const seals = await brokenSeals(storage.database);
    const files = {
      part: 'files by day',
      isWell: seals.length === 0,
      says:
        seals.length === 0
          ? 'every sealed day has the files that came'
          : `not the files that came: ${seals.map(({ businessId, day }) => `${businessId} on ${day}`).join(', ')}`,
    };
    const parts = (['database', 'queue', 'objects'] as const).map((part) => ({
      part,
      isWell: !troubles.has(part),
      says: troubles.get(part) ?? 'answers',
    }));
    return [...parts, audit, files, await masterKey(config, storage.database)];
  } catch (error) {
    return [
      {
        part: 'database',
        isWell: false,
        says: `${(error as Error).message}; ${remedyFor((error as Error).message)}`,
      },
    ];
  }
}

/** The search needs three extensions that come with PostgreSQL; a role without CREATE on its database cannot add them. */
const remedyFor = (message: string): string =>
  /extension/.test(message)
    ? 'let the owner of the database run once: create extension pg_trgm; create extension unaccent; create extension btree_gin'
    : 'check DATABASE_URL, or unset it to use the embedded PostgreSQL';

async function masterKey(config: Config, database: Sequelize): Promise<Finding> {
  const part = 'master key';
  try {
    const keys = openMasterKeys(config);
    const unknown = await unknownMasterKeys(database, keys);
    if (unknown.length === 0) return { part, isWell: true, says: `in force: ${keys.current().id}` };
    return {
      part,
      isWell: false,
      says: `secrets are sealed under ${unknown.join(', ')}, which is not given; add that key to the ones in use`,
    };
  } catch (error) {
    return { part, isWell: false, says: `${(error as Error).message}; set MASTER_KEY or MASTER_KEY_FILE` };
  }
}

function ocrData(): Finding {
  const find = createRequire(import.meta.url).resolve;
  const missing = ['hun', 'eng', 'deu'].filter((language) => {
    try {
      return !existsSync(find(`@tesseract.js-data/${language}/package.json`));
    } catch {
      return true; // not installed
    }
  });
  return {
    part: 'OCR data',
    isWell: missing.length === 0,
    says: missing.length === 0 ? 'hun, eng, deu' : `missing: ${missing.join(', ')}; run npm ci`,
  };
}

function report(findings: readonly Finding[]): number {
  for (const { part, isWell, says } of findings) console.log(`${isWell ? 'ok   ' : 'WRONG'}  ${part}: ${says}`);
  return findings.every(({ isWell }) => isWell) ? 0 : 1;
}
