import { activate } from '#services/actions/accounts/registration.ts';
import { Activated, Activation } from '#web/contract/accounts.ts';
import { houseOf } from '../house.ts';
import { route } from '../route.ts';

export const activateRoute = route({
  method: 'post',
  path: '/activations',
  operationId: 'activateAccountant',
  summary: 'Confirm a registration with the link of its mail; shows the security key once',
  permission: 'public',
  body: Activation,
  answer: Activated,
  status: 201,
  isSecret: true,
  problems: ['link-not-valid', 'already-registered'],
  async handle({ body }, deps) {
    const { accountantId, email, securityKey, hasPassword } = await activate(houseOf(deps), body);
    return { accountantId, email, securityKey, hasPassword };
  },
});
