import type { Sequelize } from 'sequelize';
import type { z } from 'zod';
import { acceptServerKey, removeServer } from '#services/actions/doors/file-servers.ts';
import { addOutlet } from '#services/actions/doors/outlets.ts';
import { namesInAudit } from '#storage/audit.ts';
import { Outlet } from '#storage/models/outlet.ts';
import { copyCounts } from '#storage/queries/copies.ts';
import { copyDescription, NewOutlet, Outlets, OutletView, ServerKey, ServerParams } from '#web/contract/doors.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import { houseOf, visitorOf } from '../house.ts';
import { route } from '../route.ts';
import { acceptedByIds, demandAccepted, serverView } from './server-view.ts';

const order: [string, string][] = [['createdAt', 'ASC']];

/** Servers with what went to them and what waits. */
async function viewsOf(database: Sequelize, businessId: string, outlets: readonly Outlet[]): Promise<z.input<typeof OutletView>[]> {
  const [names, counts] = await Promise.all([namesInAudit(database, acceptedByIds(outlets)), copyCounts(database, businessId)]);
  return outlets.map((outlet) => ({
    ...serverView(outlet, names),
    since: outlet.since?.toISOString() ?? null,
    nextAt: outlet.nextAt.toISOString(),
    ...(counts.get(outlet.id) ?? { delivered: 0, waiting: 0, lost: 0 }),
  }));
}

export const listOutletsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/outlets',
  operationId: 'listOutlets',
  summary: 'The servers to which copies of the documents are brought, with what went and what waits',
  permission: 'business.settings',
  params: BusinessParams,
  answer: Outlets,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId } }, { database }) {
    return { items: await viewsOf(database, businessId, await Outlet.findAll({ where: { businessId }, order })) };
  },
});

export const addOutletRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/outlets',
  operationId: 'addOutlet',
  summary: 'Bring copies of the documents to the business’s own server; begins when the server’s key is accepted',
  permission: 'services.start',
  params: BusinessParams,
  body: NewOutlet,
  answer: OutletView,
  status: 201,
  problems: ['not-found', 'not-allowed', 'invalid-request', 'conflict', 'folders-overlap', 'declaration-missing'],
  isSecret: true,
  async handle({ params: { businessId }, body, caller, request }, deps) {
    const outlet = await addOutlet(houseOf(deps), visitorOf({ caller, request }), businessId, {
      ...body,
      ...demandAccepted(body, copyDescription),
    });
    const [view] = await viewsOf(deps.database, businessId, [outlet]);
    return view!;
  },
});

export const acceptOutletKeyRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/outlets/{id}/key',
  operationId: 'acceptOutletKey',
  summary: 'The key that the server shows is the right one',
  permission: 'services.start',
  params: ServerParams,
  body: ServerKey,
  answer: null,
  problems: ['not-found', 'not-allowed', 'invalid-request', 'stale'],
  async handle({ params, body: { key }, caller, request }, deps) {
    await acceptServerKey(houseOf(deps), visitorOf({ caller, request }), 'outlet', { ...params, key });
  },
});

export const removeOutletRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/outlets/{id}',
  operationId: 'removeOutlet',
  summary: 'Bring no more copies to this server; its password is forgotten, what is there stays',
  permission: 'business.settings',
  params: ServerParams,
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params, caller, request }, deps) {
    await removeServer(houseOf(deps), visitorOf({ caller, request }), 'outlet', params);
  },
});
