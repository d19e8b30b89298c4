import { setRhythm } from '#services/actions/doors/watch-doors.ts';
import { businessesWhere } from '#services/domain/caller.ts';
import { Business } from '#storage/models/business.ts';
import { doorsOf } from '#storage/queries/doors.ts';
import { DoorParams, DoorRhythm, Doors, SilentDoors } from '#web/contract/doors.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import { houseOf, visitorOf } from '../house.ts';
import { route } from '../route.ts';

export const listDoorsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/doors',
  operationId: 'listDoors',
  summary: 'The doors through which things come in: last delivery, rhythm, silence',
  permission: 'intakes.read',
  params: BusinessParams,
  answer: Doors,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId } }, { database, config }) {
    const found = await doorsOf(database, [businessId]);
    const business = config.FOLDER_IN === undefined ? null : await Business.findByPk(businessId);
    return {
      items: found.map(({ door, lastAt, daily, rhythm, silentSince }) => ({
        door,
        lastAt: lastAt?.toISOString() ?? null,
        daily,
        rhythm,
        silentSince,
      })),
      folder: business?.baseNumber ?? null,
    };
  },
});

export const setDoorRhythmRoute = route({
  method: 'put',
  path: '/businesses/{businessId}/doors/{door}',
  operationId: 'setDoorRhythm',
  summary: 'Say how often a door is expected to bring something; null learns it, 0 stops watching',
  permission: 'business.settings',
  params: DoorParams,
  body: DoorRhythm,
  answer: null,
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ params: { businessId, door }, body: { days }, caller, request }, deps) {
    await setRhythm(houseOf(deps), visitorOf({ caller, request }), { businessId, door, days });
  },
});

export const listSilentDoorsRoute = route({
  method: 'get',
  path: '/silent-doors',
  operationId: 'listSilentDoors',
  summary: 'Doors of all your businesses that fell silent',
  permission: 'signed-in',
  answer: SilentDoors,
  problems: ['not-signed-in'],
  async handle({ caller }, { database }) {
    const found = await doorsOf(database, businessesWhere(caller, 'intakes.read'));
    return { items: found.flatMap(({ businessId, door, silentSince: since }) => (since === null ? [] : [{ businessId, door, since }])) };
  },
});
