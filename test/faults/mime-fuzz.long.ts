import { expect, test } from 'vitest';
import { fuzzMails } from '../services/steps/unpack/mime-fuzz.ts';

test('five minutes of random and damaged mails: no crash, no part lost', async () => {
  const counts = await fuzzMails(300_000);
  console.log(counts);
  expect(counts.damaged).toBeGreaterThan(100);
}, 600_000);
