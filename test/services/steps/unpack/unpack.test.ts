import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256Of } from '#services/steps/unpack/bytes.ts';
import { harmlessName, harmlessPath } from '#services/steps/unpack/names.ts';
import { unpackMail } from '#services/steps/unpack/unpack.ts';

let outputFolder: string;
beforeAll(async () => {
  outputFolder = await mkdtemp(join(tmpdir(), 'unpack-test-'));
});
afterAll(() => rm(outputFolder, { recursive: true }));

const open = (mail: string | Buffer) => unpackMail(Buffer.from(mail), { outputFolder });
const pdf = Buffer.from('%PDF-1.4\ninvented\n%%EOF\n');
const attachment = (headers: string, bytes: Buffer) =>
  `${headers}\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}\r\n`;
const mixed = (parts: string[], boundary = 'b1') =>
  `Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;

async function zipOf(files: Record<string, string>, password?: string): Promise<Buffer> {
  const writer = new ZipWriter(new BlobWriter(), {
    useWebWorkers: false,
    ...(password === undefined ? {} : { password, encryptionStrength: 3 as const }),
  });
  for (const [name, text] of Object.entries(files)) await writer.add(name, new TextReader(text));
  return Buffer.from(await (await writer.close()).arrayBuffer());
}

describe('H-069 names', () => {
  test.for([
    [`Content-Disposition: attachment; filename*0*=UTF-8''sz%C3%A1; filename*1*=mla%20%C5%91.pdf`, 'számla ő.pdf'],
    ['Content-Disposition: attachment; filename="=?ISO-8859-2?Q?d=EDjbek=E9r=F5=2Epdf?="', 'díjbekérő.pdf'],
    ['Content-Disposition: attachment; filename="..\\..\\sz.pdf"', 'sz.pdf'],
    ['Content-Type: application/pdf; name="sima.pdf"', 'sima.pdf'],
  ])('%s', async ([header, name]) => {
    const mail = await open(mixed([attachment(header!, pdf)]));
    expect(mail.parts).toMatchObject([{ path: '1.1', name, fate: 'document' }]);
  });

  test('raw Windows-1250', async () => {
    const mail = await open(Buffer.from(mixed([attachment('Content-Disposition: attachment; filename="f\xfbt\xe9s.pdf"', pdf)]), 'latin1'));
    expect(mail.parts[0]!.name).toBe('fűtés.pdf');
  });

  test('any name becomes one that climbs nowhere', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(harmlessName(name) ?? '').not.toMatch(/[/\\\p{Cc}]|^\.\.?$/u);
        expect(harmlessPath(name).split('/')).not.toContain('..');
      }),
    );
  });
});

describe('fates', () => {
  const page = (html: string) =>
    open(mixed([attachment('Content-Type: text/html; name="szamla.html"\r\nContent-Disposition: attachment', Buffer.from(html))]));

  test('H-061 an HTML page that only shows itself is a document like any other', async () => {
    const html = `<!doctype html><html><head><meta charset="utf-8"><title>Számla</title><style>td { color: #333; background: url(data:image/png;base64,AA==) }</style></head>
      <body style="font: 12px sans-serif"><img src="cid:logo"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><h1>Számla</h1>
      <p>A „script” szó és az onclick= csak szöveg.</p><a href="https://elado.example/szamla">Megnyitás</a></body></html>`;
    expect((await page(html)).parts).toMatchObject([{ fate: 'document', because: null, mediaType: 'text/html' }]);
  });

  test.for([
    '<p>a</p><script>alert(1)</script>',
    '<form action="/x"><input></form>',
    '<iframe src="about:blank"></iframe>',
    '<p onmouseover="x()">a</p>',
    '<a href=" java&#115;cript:x()">a</a>',
    '<img src="//x.example/pixel.gif">',
    '<link rel="stylesheet" href="https://x.example/a.css">',
    '<style>@import "https://x.example/a.css";</style>',
    '<p style="background: url(http://x.example/a.png)">a</p>',
    '<meta http-equiv="Refresh" content="0; url=https://x.example/">',
    '<template><script>x()</script></template>',
    '<svg><image href="https://x.example/a.png"/></svg>',
  ])('%s in a page is said, and the page is still read', async (html) => {
    expect((await page(`<html><body>${html}</body></html>`)).parts).toMatchObject([{ fate: 'document', because: 'active-content' }]);
  });

  test('H-066: small inline pictures are ignored, a photo marked inline is a document', async () => {
    const picture = (bytes: number) => Buffer.concat([Buffer.from('ffd8ffe000104a46494600', 'hex'), Buffer.alloc(bytes, 7)]);
    const part = (bytes: number) => attachment('Content-Type: image/jpeg\r\nContent-Disposition: inline', picture(bytes));
    const mail = await open(mixed([part(500), part(50_000)]));
    expect(mail.parts.map(({ fate, because }) => [fate, because])).toEqual([
      ['ignored', 'inline-image'],
      ['document', null],
    ]);
  });

  test('H-066: a mail in a mail in a mail is opened, deeper ones wait for a person', async () => {
    const wrap = (mail: string) => mixed([`Content-Type: message/rfc822\r\n\r\n${mail}`], `b${mail.length}`);
    let mail = mixed([attachment('Content-Type: application/pdf; name="a.pdf"', pdf)], 'deep');
    for (let depth = 0; depth < 3; depth++) mail = wrap(mail);
    expect((await open(mail)).parts.at(-1)).toMatchObject({ path: '1.1.m.1.m.1.m.1', fate: 'document' });
    expect((await open(wrap(mail))).parts.at(-1)).toMatchObject({ path: '1.1.m.1.m.1.m.1', fate: 'review', because: 'too-deep' });
  });

  test('promise 2: a bill in the body and a download link go to review, small talk does not', async () => {
    const fates = await Promise.all(
      [
        'Számla végösszeg: 12 700 Ft, fizetendő',
        'Számlája letölthető: https://posta.example/letoltes/1',
        'Jövő héten szabadságon vagyok.',
      ].map(async (text) => (await open(`Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}`)).because),
    );
    expect(fates).toEqual(['body-looks-like-a-bill', 'download-link', 'no-usable-part']);
  });

  test('H-071: a locked ZIP waits for its password and opens with it', async () => {
    const zip = await zipOf({ 'számla.txt': 'Számla' }, 'titok');
    const mail = Buffer.from(mixed([attachment('Content-Disposition: attachment; filename=z.zip', zip)]));
    expect((await open(mail)).parts).toMatchObject([{ fate: 'review', because: 'encrypted' }]);
    expect((await unpackMail(mail, { outputFolder, password: 'rossz' })).parts).toMatchObject([
      { fate: 'review', because: 'wrong-password' },
    ]);
    const opened = await unpackMail(mail, { outputFolder, password: 'titok' });
    expect(opened.parts).toMatchObject([{ fate: 'unpacked' }, { path: '1.1/számla.txt', fate: 'document' }]);
  });

  test('a ZIP64 is opened as any other', async () => {
    const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, zip64: true });
    await writer.add('számla.txt', new TextReader('Számla'));
    const zip = Buffer.from(await (await writer.close()).arrayBuffer());
    // The record that only ZIP64 has (APPNOTE §4.3.14).
    expect(zip.includes(Buffer.from('504b0606', 'hex'))).toBe(true);
    expect((await open(mixed([attachment('Content-Disposition: attachment; filename=z.zip', zip)]))).parts).toMatchObject([
      { fate: 'unpacked' },
      { path: '1.1/számla.txt', fate: 'document', sha256: sha256Of(Buffer.from('Számla')) },
    ]);
  });

  test('a mail in a ZIP in a mail is opened with its own attachment', async () => {
    const inner = `Subject: belső\r\n${mixed([attachment('Content-Type: application/pdf; name="számla.pdf"', pdf)], 'inner')}`;
    const zip = await zipOf({ 'levél.eml': inner });
    const { parts } = await open(mixed([attachment('Content-Disposition: attachment; filename=z.zip', zip)]));
    expect(parts.at(-1)).toMatchObject({ name: 'számla.pdf', fate: 'document', sha256: sha256Of(pdf) });
    expect(parts.at(-1)!.path).toMatch(/^1\.1\/levél\.eml/);
  });

  test.for([
    ['7z', '377abcaf271c0004'],
    ['rar', '526172211a070100'],
  ])('a %s is not opened; it waits for a person under its name', async ([end, start]) => {
    const archive = Buffer.concat([Buffer.from(start!, 'hex'), Buffer.alloc(400, 3)]);
    const { fate, parts } = await open(mixed([attachment(`Content-Disposition: attachment; filename=csomag.${end}`, archive)]));
    expect(fate).toBe('review');
    expect(parts).toMatchObject([{ name: `csomag.${end}`, fate: 'review', because: 'archive-not-opened', sha256: sha256Of(archive) }]);
  });

  test('a bomb is stopped and the rest of the mail goes on', async () => {
    const bomb = await zipOf({ 'nullak.txt': '0'.repeat(12 * 1024 * 1024) });
    const mail = await open(
      mixed([attachment('Content-Disposition: attachment; filename=z.zip', bomb), attachment('Content-Type: application/pdf', pdf)]),
    );
    expect(mail.parts).toMatchObject([{ fate: 'review', because: 'too-large-unpacked' }, { fate: 'document' }]);
  });
});

/** A random MIME tree and the bytes of its leaves. */
const leaf = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => ({
  leaves: [Buffer.from(bytes)],
  text: attachment('Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=x.bin', Buffer.from(bytes)),
}));
let boundaries = 0;
const { tree } = fc.letrec<{ tree: { leaves: Buffer[]; text: string } }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }).map((children) => {
      boundaries += 1;
      return {
        leaves: children.flatMap(({ leaves }) => leaves),
        text: mixed(
          children.map(({ text }) => text),
          `tree-${boundaries}-end`,
        ),
      };
    }),
  ),
}));

test('every leaf of any mail is listed exactly once, and what is kept is kept whole', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async ({ leaves, text }) => {
      const { parts } = await open(text);
      const listed = parts.filter(({ path }) => !path.includes('/') && !path.includes('m'));
      expect(listed.map(({ sha256 }) => sha256)).toEqual(leaves.map(sha256Of));
      for (const { file, sha256 } of parts) if (file !== null) expect(sha256Of(await readFile(join(outputFolder, file)))).toBe(sha256);
    }),
    { numRuns: 100 },
  );
});

test('no damage makes the reader fall over', async () => {
  const whole = Buffer.from(
    mixed([
      attachment('Content-Type: application/pdf; name="a.pdf"', pdf),
      mixed([attachment('Content-Type: message/rfc822', Buffer.from('Subject: x\r\n\r\ny'))], 'inner'),
    ]),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }),
      fc.nat(whole.length),
      async (changes, length) => {
        const damaged = Buffer.from(whole);
        for (const [at, byte] of changes) damaged[at] = byte;
        await expect(open(damaged.subarray(0, length))).resolves.toHaveProperty('fate');
      },
    ),
    { numRuns: 200 },
  );
});
