import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { apiClient } from '#test/support/api-client.ts';
import { startDemo } from '#test/support/hub.ts';

test('screens that leave before their events begin keep no hub from ending', { timeout: 90_000 }, async () => {
  await using demo = await startDemo({ empty: true });
  const { url, accountant, businesses } = demo.ready;
  const granted = await fetch(`${url}/api/v1/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ securityKey: accountant.securityKey }),
  });
  const { accessToken } = (await granted.json()) as { accessToken: string };
  const { port, host } = new URL(url);
  for (let screen = 0; screen < 40; screen += 1) {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined); // it is cut on purpose
    socket.write(
      `GET /api/v1/businesses/${businesses[0]!.id}/events HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${accessToken}\r\n\r\n`,
    );
    // From before the question is understood until after the stream has begun.
    await sleep(screen / 2);
    socket.destroy();
  }
  expect(await (await apiClient(demo.ready)).businesses()).toHaveLength(businesses.length);
  const began = performance.now();
  await demo[Symbol.asyncDispose]();
  expect(performance.now() - began).toBeLessThan(15_000);
});
