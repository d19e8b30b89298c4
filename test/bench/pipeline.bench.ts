import { setTimeout as sleep } from 'node:timers/promises';
import { PDFDocument } from '@cantoo/pdf-lib';
import { simpleParser } from 'mailparser';
import { restingStates } from '#services/domain/document-state.ts';
import { apiClient } from '#test/support/api-client.ts';
import { startDemo } from '#test/support/hub.ts';
import { aMail, mailSender, officeMail } from '#test/support/mails.ts';
import { type Figure, median, percentile, rounded } from './figures.ts';

const mails = 30;

/** From the first byte of a mail to its invoice in the answer of the API, on an idle hub; one PDF with text each. */
export async function run(_args: string[]): Promise<{ bench: string; figures: Figure[] }> {
  await using demo = await startDemo({ empty: true });
  const api = await apiClient(demo.ready);
  const { id: businessId, mailAddress } = demo.ready.businesses[0]!;
  using sender = mailSender(demo.ready.smtp);
  const { attachments } = await simpleParser(officeMail('01-pdf-invoice.eml'));
  const waits: number[] = [];
  // The first one loads the readers.
  for (let count = 0; count <= mails; count++) {
    const filename = `szamla-${count}.pdf`;
    const raw = await aMail(`pipeline-${count}`, [{ filename, content: await retitled(attachments[0]!.content, filename) }]);
    const startedAt = performance.now();
    await sender.send(mailAddress, raw);
    for (;;) {
      const document = (await api.documents(businessId)).find(({ name }) => name === filename);
      if (document && document.invoiceIds.length > 0) break;
      if (document && restingStates.has(document.state)) throw new Error(`${filename} rests at ${document.state} without an invoice`);
      await sleep(10);
    }
    const [documentId] = (await api.documents(businessId)).filter(({ name }) => name === filename).map(({ id }) => id);
    const invoices = await api.invoices(businessId);
    if (!invoices.some(({ documents }) => documents.some(({ id }) => id === documentId)))
      throw new Error('the invoice is not in the register');
    if (count > 0) waits.push((performance.now() - startedAt) / 1_000);
  }
  const figure = (name: string, value: number): Figure => ({
    name,
    value: rounded(value),
    unit: 's',
    reference: null,
    ratio: null,
    n: mails,
    must: 3,
    aim: 1,
  });
  return {
    bench: 'pipeline',
    figures: [figure('mail in → invoice visible, p95', percentile(waits, 0.95)), figure('the same, median', median(waits))],
  };
}

/** Other bytes of the same page: the same bytes would be the same document. */
async function retitled(pdf: Buffer, title: string): Promise<Buffer> {
  const document = await PDFDocument.load(pdf);
  document.setTitle(title);
  return Buffer.from(await document.save());
}
