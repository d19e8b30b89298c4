import { expect, test } from 'vitest';
import { fuzzMails } from './mime-fuzz.ts';

test('ten seconds of random and damaged mails: no crash, no part lost', async () => {
  const counts = await fuzzMails(10_000);
  expect(counts.whole).toBeGreaterThan(20);
  expect(counts.damaged).toBeGreaterThan(20);
}, 60_000);
