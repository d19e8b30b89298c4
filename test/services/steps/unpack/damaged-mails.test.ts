import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256Of } from '#services/steps/unpack/bytes.ts';
import { unpackMail } from '#services/steps/unpack/unpack.ts';

let outputFolder: string;
beforeAll(async () => {
  outputFolder = await mkdtemp(join(tmpdir(), 'damaged-mails-'));
});
afterAll(() => rm(outputFolder, { recursive: true }));

const pdf = Buffer.from('%PDF-1.4\na voucher that must not be lost\n%%EOF\n');
const encoded = `${pdf.toString('base64')}\r\n`;
const part = 'Content-Type: application/pdf; name="szamla.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n';
const head = 'From: a@pelda.example\r\nSubject: szamla\r\nMessage-ID: <1@pelda.example>\r\n';
const type = 'Content-Type: multipart/mixed; boundary="b"\r\n';
const inside = `--b\r\nContent-Type: text/plain\r\n\r\nJo napot\r\n--b\r\n${part}${encoded}--b--\r\n`;

/** The attachment's bytes, whole, as a document. */
async function expectTheVoucher(mail: string | Buffer) {
  const { parts, fate, messageId } = await unpackMail(Buffer.from(mail), { outputFolder });
  const documents = parts.filter((each) => each.fate === 'document');
  expect(documents).toMatchObject([{ mediaType: 'application/pdf', sha256: sha256Of(pdf) }]);
  expect(fate).toBe('kept');
  return { parts, messageId };
}

describe('H-066 a mail whose structure is damaged still gives its voucher', () => {
  test.for([
    ['no boundary is named', `${head}Content-Type: multipart/mixed\r\n\r\n${inside}`],
    ['another boundary is named', `${head}${type.replace('"b"', '"c"')}\r\n${inside}`],
    ['the boundary has a comment', `${head}Content-Type: multipart/mixed; boundary=b (of ours)\r\n\r\n${inside}`],
    ['a plain type stands first', `${head}Content-Type: text/plain\r\n${type}\r\n${inside}`],
    ['it is said to be plain text', `${head}Content-Type: text/plain\r\n\r\n${inside}`],
    ['a line among the headers is none', `${head}this is no header\r\n${type}\r\n${inside}`],
    ['a bounce brings the mail as text', `${head}\r\nNot delivered. The mail was:\r\n\r\n${head}${type}\r\n${inside}`],
    ['old line ends', `${head}${type}\r\n${inside}`.replaceAll('\r\n', '\r')],
    ['empty lines at the top', `\r\n\r\n${head}${type}\r\n${inside}`],
  ])('%s', async ([, mail]) => {
    await expectTheVoucher(mail!);
  });

  test('what was text is listed with what became of it, and its files stand below it', async () => {
    const { parts } = await expectTheVoucher(`${head}Content-Type: text/plain\r\n\r\n${inside}`);
    expect(parts.map(({ path, fate, because }) => ({ path, fate, because }))).toEqual([
      { path: '1', fate: 'unpacked', because: 'parts-in-text' },
      { path: '1.1', fate: 'ignored', because: 'body' },
      { path: '1.2', fate: 'document', because: null },
    ]);
  });

  test('who sent it is known below empty lines', async () => {
    expect((await expectTheVoucher(`\r\n${head}${type}\r\n${inside}`)).messageId).toBe('<1@pelda.example>');
  });

  test('a letter that only speaks of parts stays a letter', async () => {
    const letter = `${head}\r\nIgy kezdodik egy resz:\r\n--b\r\nContent-Type: text/plain\r\n\r\nszoveg\r\n--b--\r\n`;
    const { parts, fate } = await unpackMail(Buffer.from(letter), { outputFolder });
    expect(parts).toMatchObject([{ path: '1', fate: 'ignored', because: 'body' }]);
    expect(fate).toBe('discarded');
  });
});

test('H-066 a TAR is a TAR though a PDF stands in its first kilobyte; its links are named and not followed', async () => {
  const tar = pack();
  tar.entry({ name: 'elso.pdf' }, pdf);
  tar.entry({ name: 'jelszavak', type: 'symlink', linkname: '/etc/passwd' });
  tar.finalize();
  const archive = `Content-Type: application/octet-stream; name=szamlak.tar\r\nContent-Transfer-Encoding: base64\r\n\r\n${(await buffer(tar)).toString('base64')}\r\n`;
  const { parts } = await unpackMail(Buffer.from(`${head}${archive}`), { outputFolder });
  expect(parts).toMatchObject([
    { path: '1', fate: 'unpacked' },
    { path: '1/elso.pdf', fate: 'document', sha256: sha256Of(pdf) },
    { path: '1/jelszavak', fate: 'ignored', because: 'linked-file' },
  ]);
});

test('H-066 H-062 a photo that is pasted into the text of a mail brings it before a person, a logo does not', async () => {
  const letter = (bytes: number) =>
    `${head}Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<img src="cid:1">\r\n--b\r\n` +
    `Content-Type: image/jpeg\r\nContent-ID: <1>\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(bytes)]).toString('base64')}\r\n--b--\r\n`;
  const [photo, logo] = await Promise.all([400_000, 20_000].map((bytes) => unpackMail(Buffer.from(letter(bytes)), { outputFolder })));
  expect(photo).toMatchObject({ fate: 'review', because: 'inline-photo', parts: [{}, { fate: 'ignored', because: 'inline-image' }] });
  expect(logo).toMatchObject({ fate: 'discarded', because: 'no-usable-part' });
});

describe('H-066 a mail is a mail whatever its first kilobyte holds', () => {
  test.for(['8bit', 'binary', 'quoted-printable'])('a PDF as it is, %s', async (encoding) => {
    await expectTheVoucher(
      Buffer.concat([
        Buffer.from(`${head}${type}\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`),
        encoding === 'quoted-printable' ? Buffer.from(pdf.toString('latin1').replaceAll('\n', '=0A')) : pdf,
        Buffer.from('\r\n--b--\r\n'),
      ]),
    );
  });
});

test('H-066 what a mailing list writes below an encoded file is none of it; an encoding that goes on after padding is', async () => {
  const footer = '\r\n_______________\r\nA lista leirasa: pelda.example\r\n';
  await expectTheVoucher(`${head}${part}${encoded}${footer}`);
  const half = `${pdf.subarray(0, 10).toString('base64')}\r\n${pdf.subarray(10).toString('base64')}\r\n`;
  await expectTheVoucher(`${head}${part}${half}${footer}`);
});
