import { forgetAllDevices, listDevices } from '#services/actions/sign-in/devices.ts';
import { confirmTotp, demandPassword, endTotp, newRecoveryCodes, offerTotp } from '#services/actions/sign-in/second-factor.ts';
import { DeviceView, PasswordAgain, RecoveryCodes, TotpCode, TotpOffer } from '#web/contract/me.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { houseOf } from '../house.ts';
import { route } from '../route.ts';

export const offerTotpRoute = route({
  method: 'post',
  path: '/me/totp',
  operationId: 'offerTotp',
  summary: 'A seed for the second factor; in force after a first right code',
  permission: 'session',
  body: PasswordAgain,
  answer: TotpOffer,
  status: 201,
  isSecret: true,
  problems: ['sign-in-failed', 'conflict'],
  async handle({ caller, body }, deps) {
    await demandPassword(deps.database, caller.userId!, body.password);
    return offerTotp(houseOf(deps), caller.userId!);
  },
});

export const confirmTotpRoute = route({
  method: 'post',
  path: '/me/totp/confirmation',
  operationId: 'confirmTotp',
  summary: 'Put the second factor in force; shows the recovery codes once',
  permission: 'session',
  body: TotpCode,
  answer: RecoveryCodes,
  status: 201,
  isSecret: true,
  problems: ['code-needed', 'conflict'],
  async handle({ caller, body }, deps) {
    return { recoveryCodes: await confirmTotp(houseOf(deps), caller.userId!, body.code) };
  },
});

export const endTotpRoute = route({
  method: 'delete',
  path: '/me/totp',
  operationId: 'endTotp',
  summary: 'Turn the second factor off',
  permission: 'session',
  body: PasswordAgain,
  answer: null,
  isSecret: true,
  problems: ['sign-in-failed'],
  async handle({ caller, body }, deps) {
    await demandPassword(deps.database, caller.userId!, body.password);
    await endTotp(houseOf(deps), caller.userId!);
  },
});

export const newRecoveryCodesRoute = route({
  method: 'post',
  path: '/me/recovery-codes',
  operationId: 'newRecoveryCodes',
  summary: 'Fresh recovery codes; the earlier ones stop working',
  permission: 'session',
  body: PasswordAgain,
  answer: RecoveryCodes,
  status: 201,
  isSecret: true,
  problems: ['sign-in-failed'],
  async handle({ caller, body }, { database }) {
    await demandPassword(database, caller.userId!, body.password);
    return { recoveryCodes: await database.transaction((transaction) => newRecoveryCodes(transaction, caller.userId!)) };
  },
});

export const listDevicesRoute = route({
  method: 'get',
  path: '/me/devices',
  operationId: 'listDevices',
  summary: 'Devices that signed in',
  permission: 'session',
  answer: pageOf(DeviceView),
  problems: [],
  async handle({ caller }, { database }) {
    const devices = await listDevices(database, caller.userId!, caller.sessionId!);
    const items = devices.map(({ createdAt, seenAt, rememberedUntil, ...device }) => ({
      ...device,
      createdAt: createdAt.toISOString(),
      seenAt: seenAt.toISOString(),
      rememberedUntil: rememberedUntil?.toISOString() ?? null,
    }));
    return { items, next: null };
  },
});

export const forgetDevicesRoute = route({
  method: 'delete',
  path: '/me/devices',
  operationId: 'forgetDevices',
  summary: 'Forget all devices: each is asked for the second factor again',
  permission: 'session',
  answer: null,
  problems: [],
  async handle({ caller }, { database }) {
    await forgetAllDevices(database, caller.userId!);
  },
});
