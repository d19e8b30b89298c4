import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeUnpackDelivery } from '#ingest/unpack-delivery.ts';
import { makeUnpackPart } from '#ingest/unpack-part.ts';
import type { Storage } from '#storage/main.ts';
import { startRelay } from '#storage/queues/relay.ts';
import { startWorkers } from '#storage/queues/workers.ts';
import type { BankHouse } from './actions/account-information/consents.ts';
import { fetchAccount } from './actions/account-information/fetch-account.ts';
import { endAtBank, noteNotEnded } from './actions/account-information/stop.ts';
import { enqueueDueFetches, watchConsents } from './actions/account-information/watch-consents.ts';
import { sweepAccounts } from './actions/accounts/sweep.ts';
import { currenciesOf, mappingsOf } from './actions/bank/accounts.ts';
import { importStatements } from './actions/bank/import-statement.ts';
import { recordListedPayments } from './actions/bank/listed-payments.ts';
import { runMatch } from './actions/bank/run-match.ts';
import { sealDays } from './actions/documents/seal-days.ts';
import { tellQuarantine } from './actions/documents/tell-quarantine.ts';
import { openOutletPassword } from './actions/doors/outlets.ts';
import { watchDoors } from './actions/doors/watch-doors.ts';
import { hub } from './actions/house.ts';
import { openPassword } from './actions/intakes/act-on-part.ts';
import { sweepRaw } from './actions/intakes/sweep-raw.ts';
import { failDeletion, runDeletion } from './actions/leaving/delete-business.ts';
import { failExport, runExport, sweepExports } from './actions/leaving/prepare-export.ts';
import { giveUpMail, mailboxTransport, sendMail, smtpTransport } from './actions/mail/send-mail.ts';
import { fetchRates } from './actions/rates/fetch-rates.ts';
import { openCage } from './cage/cage.ts';
import { lookAtOutlets } from './copies/due-outlets.ts';
import { giveUpCopies, sendCopies } from './copies/send-copies.ts';
import { dayInBudapest } from './domain/day.ts';
import { closedStates } from './domain/document-state.ts';
import { giveUp, processDocument } from './pipeline.ts';
import type { Config } from './platform/config.ts';
import type { Log } from './platform/log.ts';
import { recheckExemptVat } from './register/recheck-exempt-vat.ts';
import { resumeScans } from './steps/scan/resume-scans.ts';
import type { StepDeps } from './steps/step.ts';

/** Pending registrations, open invitations, separations and silent doors are looked through this often. */
const sweepMs = 3_600_000;
/** While documents wait for it, the scanner is asked this often. */
const rescanMs = 5_000;
/** Accounts at banks whose time has come are looked for this often. */
const dueFetchMs = 60_000;
/** Copies that are due are looked for this often. */
const outletsMs = 10_000;

/** Starts the workers of this process: what comes out of the queue is done here, untrusted bytes in the cage. */
export async function startWork(config: Config, storage: Storage, house: BankHouse, log: Log): Promise<AsyncDisposable> {
  await using opened = new AsyncDisposableStack();
  const { database, objects, queues } = storage;
  const cage = opened.use(openCage({ size: config.READERS, mayRead: config.NAV_XSD_DIR === undefined ? [] : [config.NAV_XSD_DIR] }));
  // Two readers ready before the first file: the modules take half a second to load.
  void cage
    .warm(Math.min(config.READERS, cpus().length))
    .catch((error: unknown) => log.warn({ error }, 'readers could not be started ahead'));
  const scratch = join(config.HUB_DATA, 'scratch');
  const ingest = { database, objects, spool: storage.spool };
  const { masterKeys } = house;
  const secrets = { openPassword: (businessId: string, sealed: string) => openPassword(database, masterKeys, businessId, sealed) };
  const unpacking = { ...ingest, ...secrets, cage, scratch, log };
  const { unpackDelivery, unpackContainer, giveUpDelivery } = makeUnpackDelivery(unpacking);
  const { unpackPart, giveUpPart } = makeUnpackPart(unpacking);
  const deps: StepDeps = {
    database,
    objects,
    cage,
    log,
    clamdUrl: config.CLAMD_URL,
    isOcrNative: config.OCR_NATIVE,
    schemaFolder: config.NAV_XSD_DIR,
    ...secrets,
    bank: {
      mappings: (businessId) => mappingsOf(database, businessId),
      currencies: (businessId) => currenciesOf(database, businessId),
      importStatements: (businessId, file) => importStatements(database, { businessId, actor: hub }, file),
      recordPayments: (transaction, { businessId, ...list }) => recordListedPayments(transaction, { businessId, actor: hub }, list),
    },
    unpackContainer,
    tellQuarantine: (transaction, document, because) => tellQuarantine(transaction, house, document, because),
  };
  const copying = {
    database,
    objects,
    log,
    isPrivateAllowed: config.OUTBOUND_PRIVATE,
    openPassword: (businessId: string, sealed: string) => openOutletPassword(house, businessId, sealed),
  };
  const transport = config.SMTP_OUT_URL === undefined ? mailboxTransport : smtpTransport(config.SMTP_OUT_URL);

  opened.use(startRelay(database, queues, log));
  opened.use(
    startWorkers(
      database,
      queues,
      {
        unpack: { run: unpackDelivery, failed: giveUpDelivery },
        part: { run: unpackPart, failed: giveUpPart },
        document: { run: (key) => processDocument(key, deps), failed: (key, error) => giveUp(key, error, deps) },
        // Given up, its row says why; the next change of the business asks again.
        match: { run: ({ businessId }) => runMatch(database, businessId), failed: () => Promise.resolve() },
        // Given up, its row says why; the next change of the setting asks again.
        exemption: { run: ({ businessId, from }) => recheckExemptVat(database, businessId, from), failed: () => Promise.resolve() },
        mail: {
          run: ({ mailId }) => sendMail(house, transport, config.MAIL_FROM, mailId),
          failed: ({ mailId }) => giveUpMail(database, mailId),
        },
        'bank-fetch': { run: (job) => fetchAccount(house, log, job), failed: () => Promise.resolve() },
        'bank-ending': { run: (job) => endAtBank(house, job), failed: async (job, error) => noteNotEnded(log, job, error) },
        export: {
          run: (key) =>
            runExport(house, { objects, scratch }, key, { closed: closedStates({ isScanned: config.CLAMD_URL !== undefined }) }),
          failed: (key, error) => failExport(database, key, error),
        },
        copies: { run: (key) => sendCopies(key, copying), failed: giveUpCopies },
        chore: {
          run: ({ choreId }) => runDeletion(house, objects, choreId, sleep),
          failed: ({ choreId }, error) => failDeletion(database, choreId, error),
        },
      },
      log,
    ),
  );
  const sweep = setInterval(() => {
    void watchDoors(house).then(
      (alarms) => log.info({ alarms }, 'looked at the doors'),
      (error: unknown) => log.warn({ error }, 'doors could not be looked at; tried again in an hour'),
    );
    void watchConsents(house).then(
      (told) => log.info({ told }, 'looked at the consents of banks'),
      (error: unknown) => log.warn({ error }, 'consents of banks could not be looked at; tried again in an hour'),
    );
    void sealDays(database).then(
      (days) => log.info({ days }, 'sealed the files of finished days'),
      (error: unknown) => log.warn({ error }, 'finished days could not be sealed; tried again in an hour'),
    );
    void sweepAccounts(house, config.OPERATOR_EMAIL ?? null).then(
      (counts) => log.info(counts, 'swept accounts'),
      (error: unknown) => log.warn({ error }, 'accounts could not be swept; tried again in an hour'),
    );
    void sweepExports(database, objects).then(
      (left) => log.info({ left }, 'swept downloads'),
      (error: unknown) => log.warn({ error }, 'downloads could not be swept; tried again in an hour'),
    );
    sweepRaw(database, objects).then(
      (left) => log.info({ left }, 'swept raw mails'),
      (error: unknown) => log.warn({ error }, 'raw mails could not be swept; tried again in an hour'),
    );
  }, sweepMs);
  opened.defer(() => clearInterval(sweep));
  if (house.banks.size > 0) {
    const due = setInterval(() => {
      enqueueDueFetches(house).catch((error: unknown) => log.warn({ error }, 'due accounts could not be looked for; tried again soon'));
    }, dueFetchMs);
    opened.defer(() => clearInterval(due));
  }
  const look = setInterval(() => {
    lookAtOutlets(database).catch((error: unknown) => log.warn({ error }, 'servers for copies could not be looked at; tried again soon'));
  }, outletsMs);
  opened.defer(() => clearInterval(look));
  const { MNB_RATES_URL } = config;
  if (MNB_RATES_URL !== 'off') {
    const ask = () =>
      void fetchRates(database, MNB_RATES_URL, dayInBudapest(new Date())).then(
        (count) => count > 0 && log.info({ count }, 'rates were published'),
        (error: unknown) => log.warn({ error }, 'rates could not be fetched; tried again in an hour'),
      );
    ask();
    const rates = setInterval(ask, sweepMs);
    opened.defer(() => clearInterval(rates));
  }
  const { CLAMD_URL } = config;
  if (CLAMD_URL !== undefined) {
    const rescan = setInterval(() => {
      resumeScans(database, CLAMD_URL).catch((error: unknown) =>
        log.warn({ error }, 'waiting documents could not be resumed; tried again soon'),
      );
    }, rescanMs);
    opened.defer(() => clearInterval(rescan));
  }
  const kept = opened.move();
  return { [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
