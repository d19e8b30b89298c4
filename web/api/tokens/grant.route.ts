import { grantAccessToken } from '#services/actions/accounts/access-tokens.ts';
import { TokenAnswer, TokenRequest } from '#web/contract/sessions.ts';
import { houseOf } from '../house.ts';
import { route } from '../route.ts';

export const grantTokenRoute = route({
  method: 'post',
  path: '/tokens',
  operationId: 'grantToken',
  summary: 'A short-lived access token for a ledger program, for its security key',
  permission: 'public',
  body: TokenRequest,
  answer: TokenAnswer,
  status: 201,
  isSecret: true,
  problems: ['sign-in-failed', 'too-many-requests'],
  async handle({ body, request }, deps) {
    const { accessToken, expiresIn } = await grantAccessToken(houseOf(deps), body.securityKey, request.ip ?? null);
    return { accessToken, tokenType: 'Bearer' as const, expiresIn };
  },
});
