import type { z } from 'zod';
import { acceptServerKey, addPull, removePull } from '#services/actions/doors/pulls.ts';
import { DomainError } from '#services/domain/errors.ts';
import { Pull } from '#storage/models/pull.ts';
import { NewPull, PullParams, Pulls, PullView, ServerKey, syncDescription } from '#web/contract/doors.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import { houseOf, visitorOf } from '../house.ts';
import { route } from '../route.ts';

const pullView = (pull: Pull): z.input<typeof PullView> => ({
  id: pull.id,
  protocol: pull.protocol,
  host: pull.host,
  port: pull.port,
  username: pull.username,
  folder: pull.folder,
  afterTaking: pull.afterTaking,
  hostKey: pull.hostKey,
  offeredKey: pull.offeredKey,
  lastOkAt: pull.lastOkAt?.toISOString() ?? null,
  trouble: pull.trouble,
  troubleSince: pull.troubleSince?.toISOString() ?? null,
});

export const listPullsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/pulls',
  operationId: 'listPulls',
  summary: 'The servers from which files are fetched',
  permission: 'business.settings',
  params: BusinessParams,
  answer: Pulls,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId } }) {
    const found = await Pull.findAll({ where: { businessId }, order: [['createdAt', 'ASC']] });
    return { items: found.map(pullView) };
  },
});

export const addPullRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/pulls',
  operationId: 'addPull',
  summary: 'Fetch files from a server by SFTP or FTPS; begins when its key is accepted',
  permission: 'business.settings',
  params: BusinessParams,
  body: NewPull,
  answer: PullView,
  status: 201,
  problems: ['not-found', 'not-allowed', 'invalid-request', 'conflict', 'declaration-missing'],
  isSecret: true,
  async handle({ params: { businessId }, body, caller, request }, deps) {
    if (body.acceptedVersion !== syncDescription)
      throw new DomainError('declaration-missing', 'the description of the service in force must be read and accepted', {
        version: syncDescription,
      });
    return pullView(await addPull(houseOf(deps), visitorOf({ caller, request }), businessId, body));
  },
});

export const acceptServerKeyRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/pulls/{id}/key',
  operationId: 'acceptServerKey',
  summary: 'The key that the server shows is the right one',
  permission: 'business.settings',
  params: PullParams,
  body: ServerKey,
  answer: PullView,
  problems: ['not-found', 'not-allowed', 'invalid-request', 'stale'],
  async handle({ params, body: { key }, caller, request }, deps) {
    return pullView(await acceptServerKey(houseOf(deps), visitorOf({ caller, request }), { ...params, key }));
  },
});

export const removePullRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/pulls/{id}',
  operationId: 'removePull',
  summary: 'Fetch no more from this server; its password is forgotten',
  permission: 'business.settings',
  params: PullParams,
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params, caller, request }, deps) {
    await removePull(houseOf(deps), visitorOf({ caller, request }), params);
  },
});
