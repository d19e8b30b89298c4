import { openStorage } from '#storage/main.ts';
import { deleteFirm, endFirm } from '../actions/accounts/firms.ts';
import { type House, operator } from '../actions/house.ts';
import { liftLegalHold, setLegalHold } from '../actions/leaving/legal-hold.ts';
import { completeSeparation } from '../actions/leaving/separations.ts';
import { DomainError } from '../domain/errors.ts';
import { readConfig } from '../platform/config.ts';
import { openLog } from '../platform/log.ts';
import { openMasterKeys } from '../platform/secrets.ts';

const usage = `usage: ./hub operator ACT
  end ACCOUNTANT REASON       ends every service for an accountant at once (H-003)
  delete ACCOUNTANT           deletes an accountant without clients (H-135)
  separate BUSINESS [PROOF]   separates a business; PROOF where the accountant did not ask (H-131, H-132)
  hold BUSINESS REASON        stops every deletion of a business (LG-007)
  unhold BUSINESS             lifts the legal hold`;

/** What only the operator may do; each act stands in the audit trail. */
const acts: Record<string, { needs: number; act: (house: House, id: string, words: string) => Promise<unknown> }> = {
  end: { needs: 2, act: (house, id, because) => endFirm(house, id, because, operator) },
  delete: { needs: 1, act: (house, id) => deleteFirm(house, id, operator) },
  separate: { needs: 1, act: (house, id, proof) => completeSeparation(house, id, operator, proof === '' ? {} : { proof }) },
  hold: { needs: 2, act: (house, id, reason) => setLegalHold(house, id, reason, operator) },
  unhold: { needs: 1, act: (house, id) => liftLegalHold(house, id, operator) },
};

export async function run([name = '', id = '', ...words]: string[]): Promise<number> {
  const chosen = acts[name];
  const reason = words.join(' ').trim();
  if (!chosen || !/^[0-9a-f-]{36}$/.test(id) || (chosen.needs === 2 && reason === '')) {
    console.error(usage);
    return 2;
  }
  const config = readConfig(process.env);
  await using storage = await openStorage(config, openLog(config.LOG_LEVEL));
  const publicUrl = config.PUBLIC_URL ?? `http://${config.WEB_HOST}:${config.WEB_PORT}`;
  const house: House = { database: storage.database, publicUrl, mailDomain: config.MAIL_DOMAIN, masterKeys: openMasterKeys(config) };
  try {
    await chosen.act(house, id, reason);
    console.log('done');
    return 0;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    console.error(`hub: ${error.message}`);
    return 1;
  }
}
