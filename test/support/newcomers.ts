import { linkIn, type MailOut } from './mail-out.ts';

/** What people type, without a browser; `hub` is where, `mailOut` where its mails arrive. */
type Place = { hub: { url: string }; mailOut: MailOut };
export const password = 'hosszú jelszó 2026';

const headers = { 'content-type': 'application/json' };

async function send<Answer>({ hub }: Place, path: string, body: unknown, authorization?: string): Promise<Answer> {
  const answer = await fetch(`${hub.url}/api/v1${path}`, {
    method: 'POST',
    headers: authorization === undefined ? headers : { ...headers, authorization },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? '';

async function termsVersion({ hub }: Place): Promise<string> {
  const answer = await fetch(`${hub.url}/api/v1/terms`);
  return ((await answer.json()) as { version: string }).version;
}

/** A firm that has registered and opened the link of its activation mail. */
export async function aRegisteredFirm(place: Place, given: { name: string; taxNumber: string; email: string }) {
  const values = { ...given, billingAddress: '1111 Budapest, Minta utca 1.', contactName: 'Próba Petra', language: 'hu' };
  await send(place, '/accountants', { ...values, actsInTrade: true, termsVersion: await termsVersion(place) });
  const token = tokenOf(linkIn(await place.mailOut.to(given.email, 'Regisztráció megerősítése')));
  const { accountantId, securityKey } = await send<{ accountantId: string; securityKey: string }>(place, '/activations', {
    token,
    password,
  });
  return { id: accountantId, ...given, password, securityKey };
}

/** A business that was invited by a firm's program and accepted. */
export async function anAcceptedBusiness(
  place: Place,
  firm: { id: string; securityKey: string },
  given: { name: string; taxNumber: string; email: string },
) {
  const { accessToken } = await send<{ accessToken: string }>(place, '/tokens', { securityKey: firm.securityKey });
  await send(place, '/invitations', { accountantId: firm.id, ...given, language: 'hu' }, `Bearer ${accessToken}`);
  const token = tokenOf(linkIn(await place.mailOut.to(given.email, 'meghívja')));
  const acceptance = { token, ...given, seat: '2222 Minta, Fő utca 2.', password, termsVersion: await termsVersion(place) };
  const { businessId } = await send<{ businessId: string }>(place, '/invitations/acceptances', acceptance);
  return { id: businessId, ...given, password };
}
