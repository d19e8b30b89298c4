import { changeAccountantRoute, getAccountantRoute, listAccountantsRoute } from './accountants/firm.route.ts';
import { registerAccountantRoute } from './accountants/register.route.ts';
import { activateRoute } from './activations/activate.route.ts';
import { businessAuditRoute, exportAuditRoute, firmAuditRoute } from './audit/audit.route.ts';
import {
  addBusinessRoute,
  changeBusinessRoute,
  getBusinessRoute,
  listBusinessesRoute,
  replaceMailAddressRoute,
} from './businesses/businesses.route.ts';
import { changeSettingRoute, getSettingsRoute } from './businesses/settings.route.ts';
import { exportContentRoute, getExportRoute, makeExportRoute } from './exports/exports.route.ts';
import {
  acceptInvitationRoute,
  inviteRoute,
  listInvitationsRoute,
  openInvitationRoute,
  resendInvitationRoute,
  withdrawInvitationRoute,
} from './invitations/invitations.route.ts';
import {
  addBusinessKeyRoute,
  listBusinessKeysRoute,
  pauseBusinessKeyRoute,
  revokeBusinessKeyRoute,
  rotateBusinessKeyRoute,
} from './keys/business-keys.route.ts';
import { addSecurityKeyRoute, listSecurityKeysRoute, revokeSecurityKeyRoute, rotateSecurityKeyRoute } from './keys/firm-keys.route.ts';
import {
  deleteBusinessRoute,
  getLeavingRoute,
  linkToAccountantRoute,
  requestSeparationRoute,
  wishSeparationRoute,
} from './leaving/leaving.route.ts';
import { changeMeRoute, changePasswordRoute, getMeRoute, personalDataRoute } from './me/me.route.ts';
import {
  confirmTotpRoute,
  endTotpRoute,
  forgetDevicesRoute,
  listDevicesRoute,
  newRecoveryCodesRoute,
  offerTotpRoute,
} from './me/security.route.ts';
import {
  changeBusinessPersonRoute,
  inviteBusinessPersonRoute,
  joinRoute,
  listBusinessPeopleRoute,
  removeBusinessPersonRoute,
} from './people/business-people.route.ts';
import { changeFirmPersonRoute, inviteFirmPersonRoute, listFirmPeopleRoute, removeFirmPersonRoute } from './people/firm-people.route.ts';
import type { Route } from './route.ts';
import { askPasswordResetRoute, endSessionRoute, listSessionsRoute, setPasswordRoute, signInRoute } from './sessions/sessions.route.ts';
import { acceptTermsRoute, currentTermsRoute, termsOfVersionRoute } from './terms/terms.route.ts';
import { grantTokenRoute } from './tokens/grant.route.ts';

/** Who may come in, who may see what, and leaving again. */
export const accountRoutes: readonly Route[] = [
  registerAccountantRoute,
  listAccountantsRoute,
  getAccountantRoute,
  changeAccountantRoute,
  activateRoute,
  signInRoute,
  listSessionsRoute,
  endSessionRoute,
  askPasswordResetRoute,
  setPasswordRoute,
  grantTokenRoute,
  getMeRoute,
  changeMeRoute,
  changePasswordRoute,
  personalDataRoute,
  offerTotpRoute,
  confirmTotpRoute,
  endTotpRoute,
  newRecoveryCodesRoute,
  listDevicesRoute,
  forgetDevicesRoute,
  currentTermsRoute,
  termsOfVersionRoute,
  acceptTermsRoute,
  listBusinessesRoute,
  addBusinessRoute,
  getBusinessRoute,
  changeBusinessRoute,
  deleteBusinessRoute,
  replaceMailAddressRoute,
  getSettingsRoute,
  changeSettingRoute,
  inviteRoute,
  listInvitationsRoute,
  openInvitationRoute,
  acceptInvitationRoute,
  resendInvitationRoute,
  withdrawInvitationRoute,
  joinRoute,
  listBusinessPeopleRoute,
  inviteBusinessPersonRoute,
  changeBusinessPersonRoute,
  removeBusinessPersonRoute,
  listFirmPeopleRoute,
  inviteFirmPersonRoute,
  changeFirmPersonRoute,
  removeFirmPersonRoute,
  listSecurityKeysRoute,
  addSecurityKeyRoute,
  rotateSecurityKeyRoute,
  revokeSecurityKeyRoute,
  listBusinessKeysRoute,
  addBusinessKeyRoute,
  rotateBusinessKeyRoute,
  pauseBusinessKeyRoute,
  revokeBusinessKeyRoute,
  businessAuditRoute,
  firmAuditRoute,
  exportAuditRoute,
  getLeavingRoute,
  wishSeparationRoute,
  requestSeparationRoute,
  linkToAccountantRoute,
  makeExportRoute,
  getExportRoute,
  exportContentRoute,
];
