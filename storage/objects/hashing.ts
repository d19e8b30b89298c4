import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

/** Lets bytes through and knows, when all have passed, what they were. */
export function hashing() {
  const hash = createHash('sha256');
  let size = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  return { through, passed: () => ({ sha256: hash.digest('hex'), size }) };
}
