import { fromBER, OctetString, Sequence } from 'asn1js';
import { ContentInfo, SignedData } from 'pkijs';
import { DomainError } from '#services/domain/errors.ts';
import { latin1 } from './bytes.ts';
import { fromBase64 } from './transfer.ts';

/** RFC 5652 §3, §14 */
const contentTypes = { signed: '1.2.840.113549.1.7.2', compressed: '1.2.840.113549.1.9.16.1.9' } as const;

/**
 * The content of an opaque signed message or file (S/MIME `signed-data`, `.p7m`). The signature itself is not judged.
 * @throws DomainError `encrypted`, `unreadable`
 */
export function signedContent(bytes: Buffer): Buffer {
  const content = parse(
    /^(-----BEGIN|MI)/.test(latin1(bytes.subarray(0, 20))) ? fromBase64(Buffer.from(latin1(bytes).replace(/-----[^-]+-----/g, ''))) : bytes,
  );
  if (content.contentType === contentTypes.compressed) throw new DomainError('unreadable', 'compressed S/MIME is not opened');
  if (content.contentType !== contentTypes.signed) throw new DomainError('encrypted', 'the message is encrypted for its receiver');
  const { eContent } = read(() => new SignedData({ schema: content.content })).encapContentInfo;
  if (!eContent) throw new DomainError('unreadable', 'a signature without its content');
  return octetsOf(eContent);
}

function parse(bytes: Buffer): ContentInfo {
  const { result, offset } = fromBER(bytes);
  if (offset === -1 || !(result instanceof Sequence)) throw new DomainError('unreadable', 'not a cryptographic message');
  return read(() => new ContentInfo({ schema: result }));
}

/** The library throws errors of its own at damage. */
function read<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw Object.assign(new DomainError('unreadable', 'not a cryptographic message'), { cause: error });
  }
}

/** BER may cut a string into pieces, those again. */
function octetsOf(value: OctetString): Buffer {
  const pieces: unknown[] = value.valueBlock.value;
  const inner = pieces.filter((piece) => piece instanceof OctetString);
  return inner.length > 0 ? Buffer.concat(inner.map(octetsOf)) : Buffer.from(value.valueBlock.valueHexView);
}
