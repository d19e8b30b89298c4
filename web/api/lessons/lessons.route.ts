import { actorOf } from '#services/actions/house.ts';
import { forgetKind, forgetSupplier } from '#services/actions/lessons/forget.ts';
import { kindLessons, supplierLessons } from '#storage/queries/lessons.ts';
import { LessonsView } from '#web/contract/lessons.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { route } from '../route.ts';

const listLessonsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/lessons',
  operationId: 'listLessons',
  summary: 'What people taught the reader of kinds and of suppliers',
  permission: 'invoices.read',
  params: BusinessParams,
  answer: LessonsView,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId } }, { database }) {
    const [kinds, suppliers] = await Promise.all([kindLessons(database, businessId), supplierLessons(database, businessId)]);
    return {
      kinds: kinds.map((lesson) => ({ ...lesson, taughtAt: lesson.taughtAt.toISOString() })),
      suppliers: suppliers.map(({ places, lastTaughtAt, ...lesson }) => ({
        ...lesson,
        places: places.map(({ box: [x, y, width, height], ...place }) => ({
          ...place,
          box: [x, y, width, height] as [number, number, number, number],
        })),
        lastTaughtAt: lastTaughtAt.toISOString(),
      })),
    };
  },
});

const forgetKindRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/lessons/kinds/{id}',
  operationId: 'forgetKindLesson',
  summary: 'Forget one lesson of kinds',
  permission: 'invoices.correct',
  params: BusinessParams.extend({ id: Id }),
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId, id }, caller }, { database }) {
    await forgetKind(database, { businessId, actor: actorOf(caller) }, id);
  },
});

const forgetSupplierRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/lessons/suppliers/{id}',
  operationId: 'forgetSupplierLessons',
  summary: "Forget all that was learnt of a supplier's invoices",
  permission: 'invoices.correct',
  params: BusinessParams.extend({ id: Id }),
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId, id }, caller }, { database }) {
    await forgetSupplier(database, { businessId, actor: actorOf(caller) }, id);
  },
});

export const lessonRoutes = [listLessonsRoute, forgetKindRoute, forgetSupplierRoute] as const;
