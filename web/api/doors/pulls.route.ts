import { acceptServerKey, removeServer } from '#services/actions/doors/file-servers.ts';
import { addPull } from '#services/actions/doors/pulls.ts';
import { namesInAudit } from '#storage/audit.ts';
import { Pull } from '#storage/models/pull.ts';
import { NewPull, Pulls, PullView, ServerKey, ServerParams, syncDescription } from '#web/contract/doors.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import { houseOf, visitorOf } from '../house.ts';
import { route } from '../route.ts';
import { acceptedByIds, demandAccepted, serverView } from './server-view.ts';

const order: [string, string][] = [['createdAt', 'ASC']];

export const listPullsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/pulls',
  operationId: 'listPulls',
  summary: 'The servers from which files are fetched',
  permission: 'business.settings',
  params: BusinessParams,
  answer: Pulls,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId } }, { database }) {
    const found = await Pull.findAll({ where: { businessId }, order });
    const names = await namesInAudit(database, acceptedByIds(found));
    return { items: found.map((pull) => ({ ...serverView(pull, names), afterTaking: pull.afterTaking })) };
  },
});

export const addPullRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/pulls',
  operationId: 'addPull',
  summary: 'Fetch files from a server by SFTP, FTPS or, once its warning is accepted, plain FTP; begins when the server’s key is accepted',
  permission: 'services.start',
  params: BusinessParams,
  body: NewPull,
  answer: PullView,
  status: 201,
  problems: ['not-found', 'not-allowed', 'invalid-request', 'conflict', 'folders-overlap', 'declaration-missing'],
  isSecret: true,
  async handle({ params: { businessId }, body, caller, request }, deps) {
    const pull = await addPull(houseOf(deps), visitorOf({ caller, request }), businessId, {
      ...body,
      ...demandAccepted(body, syncDescription),
    });
    return { ...serverView(pull, await namesInAudit(deps.database, acceptedByIds([pull]))), afterTaking: pull.afterTaking };
  },
});

export const acceptServerKeyRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/pulls/{id}/key',
  operationId: 'acceptServerKey',
  summary: 'The key that the server shows is the right one',
  permission: 'services.start',
  params: ServerParams,
  body: ServerKey,
  answer: null,
  problems: ['not-found', 'not-allowed', 'invalid-request', 'stale'],
  async handle({ params, body: { key }, caller, request }, deps) {
    await acceptServerKey(houseOf(deps), visitorOf({ caller, request }), 'pull', { ...params, key });
  },
});

export const removePullRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/pulls/{id}',
  operationId: 'removePull',
  summary: 'Fetch no more from this server; its password is forgotten',
  permission: 'business.settings',
  params: ServerParams,
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params, caller, request }, deps) {
    await removeServer(houseOf(deps), visitorOf({ caller, request }), 'pull', params);
  },
});
