import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import { freePort } from '#services/platform/free-port.ts';

test('a free port is never one that an outgoing connection may be given before its user listens', async () => {
  for (const port of await Promise.all(Array.from({ length: 200 }, freePort))) {
    expect(port).toBeGreaterThanOrEqual(10_000);
    expect(port).toBeLessThan(32_768);
  }
});

test('a port that somebody listens on is passed over', async () => {
  const taken = createServer().listen(await freePort(), '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const drawn = vi.spyOn(Math, 'random');
  try {
    drawn.mockReturnValueOnce((port - 10_000 + 0.5) / 22_000);
    expect(await freePort()).not.toBe(port);
    expect(drawn.mock.calls.length).toBeGreaterThan(1);
  } finally {
    drawn.mockRestore();
    taken.close();
  }
});
