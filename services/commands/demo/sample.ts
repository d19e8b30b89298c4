import { readdirSync, readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import type { Ready } from './office.ts';

const office = new URL('../../../fixtures/office/', import.meta.url);

/** Which business a sample is for; the bicycle shop where it is not said. */
const forBakery = new Set(['11-flour.eml', 'pekseg-nyugta.jpg']);

/** Hands the sample office's vouchers in through the real doors: mails over SMTP, files and a bank history over the API. */
export async function sendSample({ url, smtp, businesses }: Ready): Promise<void> {
  const [bikes, bakery] = businesses;
  if (!bikes || !bakery) throw new Error('the sample office has two businesses');
  const whose = (name: string) => (forBakery.has(name) ? bakery : bikes);

  const [host, port] = smtp.split(':');
  const transport = createTransport({ host: host!, port: Number(port), tls: { rejectUnauthorized: false } });
  const mails = readdirSync(new URL('mails/', office)).sort();
  // The first one comes twice: one intake, two deliveries.
  for (const name of [...mails, mails[0]!])
    await transport.sendMail({
      envelope: { from: 'minta@partner.example', to: whose(name).mailAddress },
      raw: readFileSync(new URL(`mails/${name}`, office)),
    });
  transport.close();

  for (const name of readdirSync(new URL('files/', office)).sort()) {
    const { id, owner } = whose(name);
    const cookie = await signIn(url, owner);
    const form = new FormData();
    form.set('file', new Blob([readFileSync(new URL(`files/${name}`, office))]), name);
    const answer = await fetch(`${url}/api/v1/businesses/${id}/documents`, { method: 'POST', headers: { cookie }, body: form });
    if (!answer.ok) throw new Error(`${name} was answered ${answer.status}`);
  }

  for (const name of readdirSync(new URL('bank/', office)).sort()) {
    const form = new FormData();
    form.set('file', new Blob([readFileSync(new URL(`bank/${name}`, office))]), name);
    // The owner says that the account is the shop's own.
    form.set('mayAddAccount', 'true');
    const headers = { cookie: await signIn(url, bikes.owner) };
    const answer = await fetch(`${url}/api/v1/businesses/${bikes.id}/bank-statements`, { method: 'POST', headers, body: form });
    if (!answer.ok) throw new Error(`${name} was answered ${answer.status}`);
  }
}

async function signIn(url: string, { email, password }: { email: string; password: string }): Promise<string> {
  const answer = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`signing in was answered ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
