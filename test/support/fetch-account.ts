/** Fetches one account in a process of its own, to be killed: `DATABASE_URL PROFILES BUSINESS ACCOUNT`. */
import { fetchAccount } from '#services/actions/account-information/fetch-account.ts';
import { openBanks } from '#services/connectors/bank/open-banks.ts';
import { silentLog } from '#services/platform/log.ts';
import { openDatabase } from '#storage/database.ts';
import { houseOn } from './office.ts';

const [databaseUrl = '', profiles, businessId = '', accountId = ''] = process.argv.slice(2);
const house = { ...houseOn(openDatabase(databaseUrl)), banks: openBanks(profiles, { isPrivateAllowed: true }) };
await fetchAccount(house, silentLog, { businessId, accountId });
