import { demandFreeTaxNumber, register } from '#services/actions/accounts/registration.ts';
import { DomainError } from '#services/domain/errors.ts';
import { AccountantRegistered, AccountantRegistration } from '#web/contract/accounts.ts';
import { houseOf } from '../house.ts';
import { Reply } from '../reply.ts';
import { route } from '../route.ts';

export const registerAccountantRoute = route({
  method: 'post',
  path: '/accountants',
  operationId: 'registerAccountant',
  summary: 'Start the registration of an accounting firm, from a ledger program (two values) or from the form',
  permission: 'public',
  body: AccountantRegistration,
  answer: AccountantRegistered,
  status: 201,
  problems: ['already-registered', 'terms-not-accepted', 'too-many-requests'],
  async handle({ body, request }, deps) {
    const house = houseOf(deps);
    const { taxNumber, email, name, billingAddress, contactName, language = 'hu', termsVersion, actsInTrade } = body;
    if (name === undefined && billingAddress === undefined && contactName === undefined && termsVersion === undefined) {
      await demandFreeTaxNumber(house.database, taxNumber);
      const form = new URLSearchParams({ taxNumber, email });
      return new Reply(200, { state: 'form', continueUrl: `${house.publicUrl}/register?${form}` });
    }
    if (!name || !billingAddress || !contactName)
      throw new DomainError('invalid-request', 'name, billingAddress and contactName are needed');
    if (!termsVersion || !actsInTrade)
      throw new DomainError('terms-not-accepted', 'the terms and the statement of acting in trade must be accepted');
    await register(house, { taxNumber, email, name, billingAddress, contactName, language, termsVersion, address: request.ip ?? null });
    return { state: 'pending' as const, continueUrl: null };
  },
});
