import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { processDocument } from '#services/pipeline.ts';
import { freePort } from '#services/platform/free-port.ts';
import { resumeScans } from '#services/steps/scan/resume-scans.ts';
import { Document } from '#storage/models/document.ts';
import { rows } from '#storage/sql.ts';
import { aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { stepDeps } from '#test/support/step-deps.ts';

/** Says PONG to a ping, and of every file that it is infected. */
async function scannerAt(port: number): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined); // the client hangs up when it has heard enough
    socket.on('data', (piece) => socket.write(String(piece).startsWith('zPING') ? 'PONG\0' : 'stream: Test.Virus FOUND\0'));
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
}

test('H-057 a document waits while the scanner is away, is not given up, and goes on when it is back', async ({ db }) => {
  const ingest = ingestDeps(db);
  const { id: businessId } = await aBusiness();
  const { documentId } = await anUpload(ingest, businessId, Buffer.from('Számla'));
  const port = await freePort();
  const clamdUrl = `tcp://127.0.0.1:${port}`;
  const deps = stepDeps(db, ingest.objects, { clamdUrl });
  const scanOnce = async () => {
    await processDocument({ businessId, documentId }, deps);
    await db.query('delete from jobs where business_id = $1', { bind: [businessId] });
    return Document.findByPk(documentId);
  };
  for (const _ of [1, 2, 3]) expect(await scanOnce()).toMatchObject({ state: 'waiting-scan', because: 'scanner-away' });
  expect(await resumeScans(db, clamdUrl)).toBe(0);

  await scannerAt(port);
  expect(await resumeScans(db, clamdUrl)).toBe(1);
  expect(await resumeScans(db, clamdUrl)).toBe(0);
  expect(await scanOnce()).toMatchObject({ state: 'quarantined', because: 'Test.Virus' });
  const steps = await rows<{ state: string }>(db, 'select state from document_events where document_id = $1 order by at', documentId);
  expect(steps.map(({ state }) => state)).toEqual(['stored', 'waiting-scan', 'quarantined']);
});
