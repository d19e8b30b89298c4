import { z } from 'zod';
import { actOnPart } from '#services/actions/intakes/act-on-part.ts';
import { DomainError } from '#services/domain/errors.ts';
import { findIntake } from '#storage/queries/intakes.ts';
import { IntakeView, PartAction, PartActionRequest } from '#web/contract/intakes.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { intakeView } from './view.ts';

export const actOnPartRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/intakes/{id}/parts/{path}/{action}',
  operationId: 'actOnIntakePart',
  summary: 'Decide about one part of a delivery; its path is percent-encoded',
  permission: 'intakes.act',
  params: BusinessParams.extend({ id: Id, path: z.string().min(1).max(2_000), action: PartAction }),
  body: PartActionRequest,
  answer: IntakeView,
  problems: ['not-found', 'not-allowed', 'invalid-request', 'conflict'],
  // A password may be in it.
  isSecret: true,
  async handle({ params: { businessId, id, path, action }, body: { password, because }, caller }, deps) {
    await actOnPart({ businessId, intakeId: id, path, action, password, because, userId: caller.userId }, deps);
    const found = await findIntake(businessId, id);
    if (!found) throw new DomainError('not-found', 'there is no such delivery');
    return intakeView(found);
  },
});
