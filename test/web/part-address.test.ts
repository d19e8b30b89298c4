import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { actOnPartRoute } from '#web/api/intakes/act.route.ts';

test('a part is addressed by its percent-encoded path, also inside an archive', async () => {
  const app = express();
  app.post(actOnPartRoute.path.replaceAll(/\{(\w+)\}/g, ':$1'), ({ params }, response) => void response.json(params));
  const server = createServer(app).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const path = '1.4/mappa/számla 1.txt';
  const answer = await fetch(`http://127.0.0.1:${port}/businesses/b/intakes/i/parts/${encodeURIComponent(path)}/keep`, { method: 'POST' });
  expect(await answer.json()).toMatchObject({ path, action: 'keep' });
});
