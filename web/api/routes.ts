import { accountRoutes } from './account-routes.ts';
import { bankRoutes } from './bank/routes.ts';
import { bankConnectionRoutes } from './bank-connections/connections.route.ts';
import { changesRoute } from './changes/changes.route.ts';
import { eventsRoute } from './changes/events.route.ts';
import { acceptImportRoute } from './documents/accept-import.route.ts';
import { documentContentRoute } from './documents/content.route.ts';
import { deleteDocumentRoute } from './documents/delete.route.ts';
import { getDocumentRoute } from './documents/get.route.ts';
import { documentHistoryRoute } from './documents/history.route.ts';
import { listDocumentsRoute } from './documents/list.route.ts';
import { moveDocumentRoute } from './documents/move.route.ts';
import { pagePictureRoute, pageWordsRoute } from './documents/page.route.ts';
import { sayOfDocumentRoute } from './documents/say.route.ts';
import { documentTextRoute } from './documents/text.route.ts';
import { uploadDocumentRoute } from './documents/upload.route.ts';
import { listDoorsRoute, listSilentDoorsRoute, setDoorRhythmRoute } from './doors/doors.route.ts';
import { acceptOutletKeyRoute, addOutletRoute, listOutletsRoute, removeOutletRoute } from './doors/outlets.route.ts';
import { acceptServerKeyRoute, addPullRoute, listPullsRoute, removePullRoute } from './doors/pulls.route.ts';
import { actOnPartRoute } from './intakes/act.route.ts';
import { getIntakeRoute } from './intakes/get.route.ts';
import { listIntakesRoute } from './intakes/list.route.ts';
import { correctInvoiceRoute } from './invoices/correct.route.ts';
import { getInvoiceRoute } from './invoices/get.route.ts';
import { joinInvoicesRoute } from './invoices/join.route.ts';
import { listInvoicesRoute } from './invoices/list.route.ts';
import { invoiceMonthsRoute } from './invoices/months.route.ts';
import { similarInvoicesRoute } from './invoices/similar.route.ts';
import { undoCorrectionRoute } from './invoices/undo.route.ts';
import { lessonRoutes } from './lessons/lessons.route.ts';
import { mailRulesRoutes } from './mail-rules/mail-rules.route.ts';
import { overviewRoute } from './overview/overview.route.ts';
import { listPartnersRoute } from './partners/list.route.ts';
import type { Route } from './route.ts';
import { searchRoute } from './search/search.route.ts';
import { waitingRoute } from './waiting/waiting.route.ts';

/** Every route of /api/v1: what is not listed here does not exist. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  listDocumentsRoute,
  uploadDocumentRoute,
  getDocumentRoute,
  documentContentRoute,
  pagePictureRoute,
  pageWordsRoute,
  documentHistoryRoute,
  documentTextRoute,
  sayOfDocumentRoute,
  deleteDocumentRoute,
  acceptImportRoute,
  moveDocumentRoute,
  listInvoicesRoute,
  getInvoiceRoute,
  correctInvoiceRoute,
  undoCorrectionRoute,
  similarInvoicesRoute,
  joinInvoicesRoute,
  invoiceMonthsRoute,
  overviewRoute,
  listPartnersRoute,
  listIntakesRoute,
  getIntakeRoute,
  actOnPartRoute,
  listDoorsRoute,
  setDoorRhythmRoute,
  listSilentDoorsRoute,
  listOutletsRoute,
  addOutletRoute,
  acceptOutletKeyRoute,
  removeOutletRoute,
  listPullsRoute,
  addPullRoute,
  acceptServerKeyRoute,
  removePullRoute,
  ...mailRulesRoutes,
  ...bankRoutes,
  ...bankConnectionRoutes,
  searchRoute,
  ...lessonRoutes,
  waitingRoute,
  changesRoute,
  eventsRoute,
];
