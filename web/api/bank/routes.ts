import { listRatesRoute } from '../rates/rates.route.ts';
import type { Route } from '../route.ts';
import {
  addBankAccountRoute,
  forgetMappingRoute,
  listBankAccountsRoute,
  listStatementsRoute,
  markCollectorRoute,
} from './accounts.route.ts';
import { exportOpenItemsRoute, exportTransactionsRoute } from './exports.route.ts';
import { importStatementRoute } from './import-statement.route.ts';
import { lateInterestRoute } from './late-interest.route.ts';
import { forgetMemoryRoute, listMemoryRoute, listRefusalsRoute, refuseRoute, takeRefusalBackRoute } from './learnt.route.ts';
import { joinSettlementRoute, listSettlementsRoute } from './list-settlements.route.ts';
import { getTransactionRoute, listTransactionsRoute } from './list-transactions.route.ts';
import { askForVoucherRoute, markNothingFitsRoute, markPrivateRoute } from './mark-transaction.route.ts';
import { agingRoute, listOpenItemsRoute, offsettingRoute } from './open-items.route.ts';
import { giveConsentRoute, handOverRoute, outsideMatchingRoute, withdrawConsentRoute } from './outside-matching.route.ts';
import { payerRoute } from './payer.route.ts';
import { previewStatementRoute } from './preview-statement.route.ts';
import { settleRoute } from './settle.route.ts';
import { confirmSuggestionsRoute, listSuggestionsRoute, reconciliationRoute, whyNotRoute } from './suggestions.route.ts';
import { undoSettlementRoute } from './undo-settlement.route.ts';

/** Everything of bank histories, open items and matching. */
export const bankRoutes: readonly Route[] = [
  importStatementRoute,
  previewStatementRoute,
  listStatementsRoute,
  listBankAccountsRoute,
  addBankAccountRoute,
  forgetMappingRoute,
  markCollectorRoute,
  listTransactionsRoute,
  exportTransactionsRoute,
  getTransactionRoute,
  markPrivateRoute,
  markNothingFitsRoute,
  askForVoucherRoute,
  whyNotRoute,
  payerRoute,
  listOpenItemsRoute,
  agingRoute,
  exportOpenItemsRoute,
  offsettingRoute,
  lateInterestRoute,
  listSuggestionsRoute,
  confirmSuggestionsRoute,
  reconciliationRoute,
  settleRoute,
  listSettlementsRoute,
  joinSettlementRoute,
  undoSettlementRoute,
  listRefusalsRoute,
  refuseRoute,
  takeRefusalBackRoute,
  listMemoryRoute,
  forgetMemoryRoute,
  listRatesRoute,
  outsideMatchingRoute,
  giveConsentRoute,
  withdrawConsentRoute,
  handOverRoute,
];
