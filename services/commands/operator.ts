import { readFile } from 'node:fs/promises';
import { openStorage } from '#storage/main.ts';
import { deleteFirm, endFirm } from '../actions/accounts/firms.ts';
import { sweepAccounts } from '../actions/accounts/sweep.ts';
import { publishTerms, readTerms } from '../actions/accounts/terms.ts';
import { type House, operator } from '../actions/house.ts';
import { liftLegalHold, setLegalHold } from '../actions/leaving/legal-hold.ts';
import { completeSeparation } from '../actions/leaving/separations.ts';
import { writePreviews } from '../actions/mail/previews.ts';
import { DomainError } from '../domain/errors.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { openLog } from '../platform/log.ts';
import { openMasterKeys } from '../platform/secrets.ts';

/** What is said when it is done. */
type Said = string | undefined;
type Act = {
  /** Its words, as the usage shows them; a word in capitals must be given, one in brackets may be. */
  takes: string;
  says: string;
  /** Of the words that follow, joined, `id` is the first; an act on a place refuses anything but an id there. */
  act(house: House, id: string, words: string, config: Config): Promise<Said>;
};

/** What only the operator may do; each act that changes something of somebody stands in the audit trail. */
const acts: Record<string, Act> = {
  end: {
    takes: 'ACCOUNTANT REASON',
    says: 'ends every service for an accountant at once (H-003)',
    act: async (house, id, because) => void (await endFirm(house, id, because, operator)),
  },
  delete: {
    takes: 'ACCOUNTANT',
    says: 'deletes an accountant without clients (H-135)',
    act: async (house, id) => void (await deleteFirm(house, id, operator)),
  },
  separate: {
    takes: 'BUSINESS [PROOF]',
    says: 'separates a business; PROOF of the end and of the written call where the accountant did not ask (H-131, H-132)',
    act: async (house, id, proof) => void (await completeSeparation(house, id, operator, proof === '' ? {} : { proof })),
  },
  hold: {
    takes: 'BUSINESS REASON',
    says: 'stops every deletion of a business (LG-007)',
    act: async (house, id, reason) => void (await setLegalHold(house, id, reason, operator)),
  },
  unhold: {
    takes: 'BUSINESS',
    says: 'lifts the legal hold; a deletion that it stopped goes on',
    act: async (house, id) => void (await liftLegalHold(house, id, operator)),
  },
  terms: {
    takes: 'FILE',
    says: 'publishes a new version of the terms, as GET /api/v1/terms shows one; asked of each person at the next use (H-007)',
    async act({ database }, file) {
      const terms = readTerms(await readFile(file, 'utf8'));
      await publishTerms(database, terms, operator);
      return `version ${terms.version} is in force from ${terms.effectiveAt.toISOString()}`;
    },
  },
  sweep: {
    takes: '[--dry-run]',
    says: 'removes what has served its time, as the workers do every hour; with --dry-run only counts it (LG-008)',
    async act(house, id, _words, { OPERATOR_EMAIL }) {
      if (id !== '' && id !== '--dry-run') throw new DomainError('invalid-request', `sweep knows no ${id}`);
      return JSON.stringify(await sweepAccounts(house, OPERATOR_EMAIL ?? null, { isDry: id !== '' }));
    },
  },
};

const usage = `usage: ./hub operator ACT
${Object.entries(acts)
  .map(([name, { takes, says }]) => `  ${`${name} ${takes}`.padEnd(24)} ${says}`)
  .join('\n')}
  mails FOLDER             writes every mail the hub can send, filled with examples, to look at`;

/** `./hub operator`: exit 1 for a refusal in plain words, 2 for wrong usage. */
export async function run([name = '', id = '', ...rest]: string[]): Promise<number> {
  const words = rest.join(' ').trim();
  if (name === 'mails' && id !== '') {
    console.log(`${await writePreviews(id)} files in ${id}`);
    return 0;
  }
  const chosen = acts[name];
  if (!chosen || !fits(chosen.takes, id, words)) {
    console.error(usage);
    return 2;
  }
  const config = readConfig(process.env);
  await using storage = await openStorage(config, openLog(config.LOG_LEVEL));
  const publicUrl = config.PUBLIC_URL ?? `http://${config.WEB_HOST}:${config.WEB_PORT}`;
  const house: House = { database: storage.database, publicUrl, mailDomain: config.MAIL_DOMAIN, masterKeys: openMasterKeys(config) };
  try {
    console.log((await chosen.act(house, id, words, config)) ?? 'done');
    return 0;
  } catch (error) {
    if (!(error instanceof DomainError) && (error as { code?: string }).code !== 'ENOENT') throw error;
    console.error(`hub: ${(error as Error).message}`);
    return 1;
  }
}

const isId = (word: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(word);

/** Whether the words given are those the act takes. */
function fits(takes: string, id: string, words: string): boolean {
  const [first = '', second] = takes.split(' ');
  if (/^(ACCOUNTANT|BUSINESS)$/.test(first) ? !isId(id) : !first.startsWith('[') && id === '') return false;
  if (second === undefined) return words === '';
  return second.startsWith('[') || words !== '';
}
