import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CFB } from '@e965/xlsx';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256Of } from '#services/steps/unpack/bytes.ts';
import { appleSingleFile, binHexFile } from '#services/steps/unpack/mac-files.ts';
import { unpackArchive, unpackMail } from '#services/steps/unpack/unpack.ts';
import { zipOf } from '#test/support/zip.ts';

const run = promisify(execFile);
let outputFolder: string;
beforeAll(async () => {
  outputFolder = await mkdtemp(join(tmpdir(), 'odd-mails-'));
});
afterAll(() => rm(outputFolder, { recursive: true }));

const pdf = Buffer.from('%PDF-1.4\n\x90\x90\x90 a voucher \xfb\xff\xfe that must not be lost\n%%EOF\n', 'latin1');
const base64 = `${pdf.toString('base64')}\r\n`;
const head = 'From: a@pelda.example\r\nSubject: level\r\nMessage-ID: <1@pelda.example>\r\n';
const named = 'Content-Type: application/pdf; name="szamla.pdf"\r\n';
const multipart = (part: string, boundary = 'b') =>
  `${head}Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n--${boundary}\r\nContent-Type: text/plain\r\n\r\nJo napot\r\n--${boundary}\r\n${part}\r\n--${boundary}--\r\n`;
const unpack = (mail: string) => unpackMail(Buffer.from(mail, 'latin1'), { outputFolder });

/** yEnc 1.3, one block. */
function yenc(name: string, bytes: Buffer): string {
  const letters = [...bytes].map((byte) => {
    const letter = (byte + 42) & 255;
    return [0, 10, 13, 61].includes(letter) ? `=${String.fromCharCode((letter + 64) & 255)}` : String.fromCharCode(letter);
  });
  return `=ybegin line=128 size=${bytes.length} name=${name}\r\n${letters.join('')}\r\n=yend size=${bytes.length}\r\n`;
}

const lettersOfBinHex = '!"#$%&\'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr';

/** BinHex 4.0 without checksums, which nobody reads here; `runs`: how often the last byte is said to stand 254 times more. RFC 1741 */
function binHex(name: string, bytes: Buffer, runs = 0): string {
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(bytes.length + runs * 254);
  const before = Buffer.concat([Buffer.from([name.length]), Buffer.from(`${name}\0PDF CARO\0\0`), lengths, Buffer.alloc(2), bytes]);
  const packed = [...before].flatMap((byte) => (byte === 0x90 ? [0x90, 0] : [byte]));
  const bits = [...packed, ...new Array<number[]>(runs).fill([0x90, 255]).flat(), 0, 0]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  const letters = (bits.match(/.{1,6}/g) ?? []).map((six) => lettersOfBinHex[Number.parseInt(six.padEnd(6, '0'), 2)]);
  return `(This file must be converted with BinHex 4.0)\r\n\r\n:${letters.join('').replace(/.{64}/g, '$&\r\n')}:\r\n`;
}

/** AppleSingle with a name and data. RFC 1740 */
function appleSingle(name: string, bytes: Buffer): Buffer {
  const entries = [3, 50, name.length, 1, 50 + name.length, bytes.length].map((number) =>
    Buffer.from(number.toString(16).padStart(8, '0'), 'hex'),
  );
  return Buffer.concat([
    Buffer.from('0005160000020000', 'hex'),
    Buffer.alloc(16),
    Buffer.from([0, 2]),
    ...entries,
    Buffer.from(name),
    bytes,
  ]);
}

describe('H-061 H-069 a voucher comes out whole and under its name, however it was sent', () => {
  test.for([
    ['its encoding is misspelt', multipart(`${named}Content-Transfer-Encoding: base-64\r\n\r\n${base64}`)],
    ['its encoding is not named', multipart(`${named}\r\n${base64}`)],
    ['its encoding is said to be none', multipart(`${named}Content-Transfer-Encoding: 7bit\r\n\r\n${base64}`)],
    ['base64 has the letters of addresses', multipart(`${named}Content-Transfer-Encoding: base64\r\n\r\n${pdf.toString('base64url')}`)],
    [
      'it is called a multipart',
      multipart(`${named.replace('application/pdf', 'multipart/mixed')}Content-Transfer-Encoding: base64\r\n\r\n${base64}`),
    ],
    ['the boundary is empty', multipart(`${named}Content-Transfer-Encoding: base64\r\n\r\n${base64}`, '')],
    [
      'a program doubled the line ends',
      multipart(`${named}Content-Transfer-Encoding: base64\r\n\r\n${base64}`).replaceAll('\r\n', '\r\r\n'),
    ],
    ['a header is in another language', multipart(`T\xe1rgy: x\r\n${named}Content-Transfer-Encoding: base64\r\n\r\n${base64}`)],
    [
      'its headers are indented',
      multipart(` ${named} Content-Transfer-Encoding: base64\r\n\r\n${base64}`.replace('szamla.pdf"', 'szamla.pdf";')),
    ],
    [
      'only a file name stands as disposition',
      multipart(
        `Content-Type: application/pdf\r\nContent-Disposition: filename="szamla.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64}`,
      ),
    ],
    [
      'the disposition has an empty name',
      multipart(`${named}Content-Disposition: attachment; filename=""\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64}`),
    ],
    [
      'it is wrapped in a part of its own',
      multipart(`Content-Type: application/octet-stream\r\n\r\n${named}Content-Transfer-Encoding: base64\r\n\r\n${base64}`),
    ],
    [
      'its name was encoded twice',
      multipart(
        `Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="=?utf-8?B?${Buffer.from('=?utf-8?Q?szamla=2Epdf?=').toString('base64')}?="\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64}`,
      ),
    ],
    ['it stands in the text as yEnc', `${head}\r\nJo napot\r\n${yenc('szamla.pdf', pdf)}`],
    ['it is BinHex', multipart(`Content-Type: application/mac-binhex40; name=a.hqx\r\n\r\n${binHex('szamla.pdf', pdf)}`)],
    [
      'it is AppleSingle',
      multipart(
        `Content-Type: application/applefile; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n${appleSingle('szamla.pdf', pdf).toString('base64')}`,
      ),
    ],
    [
      'it is pasted behind a link of the page',
      `${head}Content-Type: text/html\r\n\r\n<a href="data:application/pdf;base64,${pdf.toString('base64')}" download="szamla.pdf">Szamla</a>`,
    ],
  ])('%s', async ([, mail]) => {
    const { parts, fate } = await unpack(mail!);
    expect(parts.filter((part) => part.fate === 'document')).toMatchObject([
      { name: 'szamla.pdf', mediaType: 'application/pdf', sha256: sha256Of(pdf) },
    ]);
    expect(fate).toBe('kept');
  });
});

test('H-066 a photo pasted into the page itself brings the mail before a person, a logo does not', async () => {
  const letter = (bytes: number) =>
    `${head}Content-Type: text/html\r\n\r\n<img src="data:image/jpeg;base64,${Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(bytes)]).toString('base64')}">`;
  expect(await unpack(letter(400_000))).toMatchObject({
    fate: 'review',
    because: 'inline-photo',
    parts: [{ path: '1' }, { because: 'inline-image' }],
  });
  expect(await unpack(letter(2_000))).toMatchObject({
    fate: 'discarded',
    parts: [{ path: '1' }, { fate: 'ignored', because: 'inline-image' }],
  });
});

test('H-066 letters that only look encoded stay as they came', async () => {
  const word = 'a'.repeat(80);
  const { parts } = await unpack(multipart(`Content-Type: text/plain; name=kulcs.txt\r\n\r\n${word}`));
  expect(parts[1]).toMatchObject({ name: 'kulcs.txt', mediaType: 'text/plain', size: 80, sha256: sha256Of(Buffer.from(word)) });
});

test('H-061 what a Mac keeps beside a file is no file of its own', async () => {
  const beside = Buffer.concat([Buffer.from('0005160700020000', 'hex'), Buffer.alloc(60)]).toString('base64');
  const { parts } = await unpack(
    multipart(`Content-Type: application/applefile; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${beside}`),
  );
  expect(parts[1]).toMatchObject({ fate: 'ignored', because: 'own-data' });
});

test('H-053 scripts are refused by mail as they are when handed in', async () => {
  for (const name of ['a.bat', 'a.js', 'a.vbs', 'a.ps1']) {
    const { parts, fate } = await unpack(multipart(`Content-Type: text/plain; name=${name}\r\n\r\nrem`));
    expect([parts[1]?.fate, parts[1]?.because, fate]).toEqual(['refused', 'executable', 'review']);
  }
});

test('BinHex and AppleSingle give back any bytes under their name; damage is a refusal', () => {
  const files = fc.tuple(fc.stringMatching(/^[a-z]{1,20}\.pdf$/), fc.uint8Array({ maxLength: 600 }).map(Buffer.from));
  fc.assert(
    fc.property(files, fc.nat(), ([name, bytes], cut) => {
      expect(binHexFile(Buffer.from(binHex(name, bytes)))).toEqual({ name, bytes });
      expect(appleSingleFile(appleSingle(name, bytes))).toEqual({ name, bytes });
      for (const damaged of [Buffer.from(binHex(name, bytes)), appleSingle(name, bytes)])
        for (const read of [binHexFile, appleSingleFile])
          try {
            read(damaged.subarray(0, cut % damaged.length));
          } catch (error) {
            expect(error).toMatchObject({ code: 'unreadable' });
          }
    }),
  );
});

test('H-066 BinHex that unpacks without end is refused before it is unpacked', () => {
  expect(binHexFile(Buffer.from(binHex('a.pdf', pdf, 2))).bytes).toEqual(Buffer.concat([pdf, Buffer.alloc(508, 10)]));
  expect(() => binHexFile(Buffer.from(binHex('a.pdf', pdf, 210_000)))).toThrow(expect.objectContaining({ code: 'too-large-unpacked' }));
});

test.for([
  ['uuencoded', 'begin 644 a\r\n#86)C\r\nend\r\n'.repeat(20_000), 'review', 'too-many-entries'],
  ['pasted', '<img src="data:image/png;base64,AAAA">'.repeat(20_000), 'review', 'too-many-entries'],
  ['yEnc without an end', '=ybegin line=1 size=1 name=a\r\n'.repeat(50_000), 'discarded', 'no-usable-part'],
  ['yEnc within yEnc', `${'=ybegin line=1 size=1 name=a\r\n'.repeat(50_000)}=yend\r\n`, 'review', 'unknown-type'],
])('H-066 a flood of files in the text is not opened, and costs little: %s', { timeout: 5_000 }, async ([, text, fate, because]) => {
  expect(await unpack(`${head}Content-Type: text/html\r\n\r\n${text}`)).toMatchObject({ fate, because });
});

test('H-066 archives in archives are opened up to a number of files that a delivery may hold', async () => {
  const zip = (name: string, files: Buffer[]) => zipOf(Object.fromEntries(files.map((bytes, at) => [`${at}.${name}`, bytes])));
  const inner = await zip('txt', new Array<Buffer>(190).fill(Buffer.from('egy tetel')));
  const parts = await unpackArchive(await zip('zip', new Array<Buffer>(190).fill(inner)), { outputFolder, name: 'a.zip' });
  const opened = parts.filter(({ fate }) => fate === 'document').length;
  expect(opened).toBeGreaterThan(1_000);
  expect(opened).toBeLessThan(2_000);
  expect(parts.filter(({ because }) => because === 'too-many-entries').map(({ fate }) => fate)).toEqual(new Array(181).fill('review'));
});

/** An Outlook message that holds one attachment: a file, or a message that holds it. [MS-OXMSG] §2 */
function outlookMessage(depth: number): Buffer {
  const file = CFB.utils.cfb_new();
  const wide = (text: string) => Buffer.from(text, 'utf16le');
  const add = (folder: string, streams: Record<string, Buffer>) => {
    for (const [name, bytes] of Object.entries(streams)) CFB.utils.cfb_add(file, `${folder}${name}`, bytes);
  };
  const message = (folder: string, left: number, headBytes: number): void => {
    add(folder, {
      '__properties_version1.0': Buffer.alloc(headBytes),
      '__substg1.0_0037001F': wide(`level ${left}`),
      '__substg1.0_001A001F': wide('IPM.Note'),
    });
    const attachment = `${folder}__attach_version1.0_#00000000/`;
    const method = Buffer.alloc(8 + 16);
    method.writeUInt32LE(0x37050003, 8);
    method.writeUInt32LE(left > 0 ? 5 : 1, 16);
    add(attachment, { '__properties_version1.0': method });
    if (left > 0) message(`${attachment}__substg1.0_3701000D/`, left - 1, 24);
    else add(attachment, { '__substg1.0_3707001F': wide('szamla.pdf'), '__substg1.0_37010102': pdf });
  };
  message('/', depth, 32);
  return CFB.write(file, { type: 'buffer' }) as Buffer;
}

test.for([0, 1, 2])('H-066 an Outlook message within %d others gives its file', async (depth) => {
  const file = join(outputFolder, `level-${depth}.msg`);
  await writeFile(file, outlookMessage(depth));
  // In a process of its own: the reader of these messages is CommonJS, which the test runner loads in its own way.
  const { stdout } = await run(process.execPath, ['hub.ts', 'mail', file]);
  expect(JSON.parse(stdout)).toMatchObject({
    fate: 'kept',
    parts: expect.arrayContaining([expect.objectContaining({ name: 'szamla.pdf', sha256: sha256Of(pdf), fate: 'document' })]),
  });
});
