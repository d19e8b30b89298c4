import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { DomainError } from '#services/domain/errors.ts';

/** Passes bytes through and fails at the end when their hash is not the one they are named by. */
export function verified(sha256: string): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      done(hash.digest('hex') === sha256 ? null : changed(sha256));
    },
  });
}

/** @throws DomainError `object-changed` */
export async function verifyFile(path: string, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  if (hash.digest('hex') !== sha256) throw changed(sha256);
}

const changed = (sha256: string): DomainError => new DomainError('object-changed', 'the stored bytes are not what they were', { sha256 });
