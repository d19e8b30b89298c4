import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { sha256Of } from '#services/steps/unpack/bytes.ts';
import { unpackMail } from '#services/steps/unpack/unpack.ts';
import { sharedFolder } from '#test/support/shared.ts';

/** A random mail as its parts: text, and the bytes of every attachment in it. */
type Grown = { text: string; attached: Buffer[] };

const crlf = '\r\n';
const encodings = ['base64', 'base64 cut in odd lines', 'quoted-printable', '8bit'] as const;
const dispositions = [
  'attachment',
  'attachment; filename=x.bin',
  "attachment; filename*=utf-8''sz%C3%A1mla.bin",
  'Attachment;\r\n filename="á b.bin"',
];

function encoded(bytes: Buffer, encoding: (typeof encodings)[number]): string {
  const base64 = bytes.toString('base64');
  if (encoding === 'base64') return base64.replace(/.{76}/g, `$&${crlf}`);
  if (encoding === 'base64 cut in odd lines') return base64.replace(/.{13}/g, `$&\n `);
  if (encoding === 'quoted-printable')
    return [...bytes]
      .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join('')
      .replace(/(=..){24}/g, `$&=${crlf}`);
  return bytes.toString('latin1');
}

/** What no encoding need protect, so that 8bit carries it whole. */
const plainBytes = fc
  .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 80 })
  .map((text) => Buffer.from(`melléklet ${text.trim()}.`));
const leaf: fc.Arbitrary<Grown> = fc
  .record({
    raw: fc.uint8Array({ minLength: 1, maxLength: 300 }),
    plain: plainBytes,
    encoding: fc.constantFrom(...encodings),
    disposition: fc.constantFrom(...dispositions),
  })
  .map(({ raw, plain, encoding, disposition }) => {
    const bytes = encoding === '8bit' ? plain : Buffer.from(raw);
    const name = encoding === '8bit' ? '8bit' : encoding.split(' ')[0];
    const head = `Content-Type: application/x-invented${crlf}Content-Disposition: ${disposition}${crlf}Content-Transfer-Encoding: ${name}`;
    return { text: `${head}${crlf}${crlf}${encoded(bytes, encoding)}`, attached: [bytes] };
  });
const words: fc.Arbitrary<Grown> = fc.constantFrom('Mellékelve küldjük.', '<p>Üdvözlettel</p>').map((text) => ({
  text: `Content-Type: text/${text.startsWith('<') ? 'html' : 'plain'}; charset=utf-8${crlf}${crlf}${text}`,
  attached: [],
}));

let boundaries = 0;
const { tree } = fc.letrec<{ tree: Grown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    words,
    fc
      .record({
        children: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
        kind: fc.constantFrom('mixed', 'related', 'alternative', 'x-odd'),
        preamble: fc.constantFrom('', `nézze HTML-ben${crlf}`),
        isClosed: fc.boolean(),
      })
      .map(({ children, kind, preamble, isClosed }) => {
        boundaries += 1;
        const boundary = `=_${boundaries}_fuzz`;
        // Without its end a multipart's last line break would belong to its last part.
        const pieces = children.map(({ text }) => `--${boundary}${crlf}${text}`).join(crlf);
        const head = `Content-Type: multipart/${kind}; boundary="${boundary}"${crlf}${crlf}${preamble}`;
        return {
          text: `${head}${pieces}${isClosed ? `${crlf}--${boundary}--${crlf}` : ''}`,
          attached: children.flatMap(({ attached }) => attached),
        };
      }),
  ),
}));

const corpus = (): Buffer[] => {
  const shared = sharedFolder();
  const folders = [
    new URL('../../../../fixtures/office/mails/', import.meta.url).pathname,
    ...(shared ? [join(shared, 'corpus/emails')] : []),
  ];
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => !name.endsWith('.json'))
      .map((name) => readFileSync(join(folder, name)))
      .filter(({ length }) => length < 300_000),
  );
};

/** Bytes changed, a piece cut out, a piece doubled, the end cut off. */
const damage = (whole: Buffer) =>
  fc
    .record({
      changes: fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 20 }),
      cut: fc.tuple(fc.nat(whole.length), fc.nat(2_000)),
      double: fc.tuple(fc.nat(whole.length), fc.nat(500)),
      length: fc.option(fc.nat(whole.length)),
    })
    .map(({ changes, cut, double, length }) => {
      const bytes = Buffer.from(whole);
      for (const [at, byte] of changes) bytes[at] = byte;
      const pieces = [bytes.subarray(0, cut[0]), bytes.subarray(cut[0] + cut[1]), bytes.subarray(double[0], double[0] + double[1])];
      return Buffer.concat(pieces).subarray(0, length ?? undefined);
    });

/**
 * Opens random mails and damaged ones for so long: the reader never falls over, every attachment of a whole mail is
 * listed by its bytes, and no fate is without a reason.
 */
export async function fuzzMails(milliseconds: number): Promise<{ whole: number; damaged: number; parts: number }> {
  const outputFolder = mkdtempSync(join(tmpdir(), 'bizonylat-fuzz-'));
  const mails = corpus().filter(({ length }) => length > 1);
  const counts = { whole: 0, damaged: 0, parts: 0 };
  const until = Date.now() + milliseconds;
  try {
    while (Date.now() < until) {
      await fc.assert(
        fc.asyncProperty(tree, async ({ text, attached }) => {
          const { parts } = await unpackMail(Buffer.from(`Subject: x${crlf}MIME-Version: 1.0${crlf}${text}`, 'latin1'), { outputFolder });
          const found = parts.map(({ sha256 }) => sha256);
          for (const bytes of attached) {
            const at = found.indexOf(sha256Of(bytes));
            expect(at, 'an attachment was lost').toBeGreaterThanOrEqual(0);
            found.splice(at, 1);
          }
          counts.whole += 1;
          counts.parts += attached.length;
        }),
        { numRuns: 25 },
      );
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...mails).chain(damage), async (bytes) => {
          const { parts, fate, because, refused } = await unpackMail(bytes, { outputFolder });
          expect(refused !== null || because !== null || fate === 'kept').toBe(true);
          for (const part of parts) expect(part.fate === 'document' || part.fate === 'unpacked' || part.because !== null).toBe(true);
          counts.damaged += 1;
        }),
        { numRuns: 25 },
      );
    }
  } finally {
    rmSync(outputFolder, { recursive: true });
  }
  return counts;
}
