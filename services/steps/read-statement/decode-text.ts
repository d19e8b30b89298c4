import iconv from 'iconv-lite';

const hungarian = /[áéíóöőúüűÁÉÍÓÖŐÚÜŰ]/gu;
const western = /[àâäçèêëîïôùûñßøåæ]/giu;
/** What a wrong guess shows: box drawing, controls, signs that no bank writes. */
const strange = /[\u0080-\u009f\u2500-\u259f\ufffd¤¸˘˝˛ˇ×÷¬]/gu;
const known = /könyvel|közlemény|számla|összeg|átutalás|terhelés|jóváírás|értéknap|egyenleg|díj|típus/giu;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters that frame a text
const framing = /[\u0001-\u0003]|\u001a+\s*$/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: those that no text has
const controls = /[\u0000-\u0008\u000e-\u001f]/;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Letters beyond Hungarian and Western ones speak against a guess: ę where è was meant. */
const scoreOf = (text: string): number =>
  3 * count(text, hungarian) + count(text, western) + 8 * count(text, known) - 6 * count(text, strange) - count(text, /\P{ASCII}/gu);

/**
 * The text of a bank's file in whatever encoding: BOM, then strict UTF-8, then the likeliest of the code pages
 * met in Hungary (B-069). Windows-1250 and ISO-8859-2 agree on every Hungarian letter, so one stands for both.
 * Null when the bytes are no text.
 */
export function decodeText(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // SWIFT files come between SOH and ETX, DOS files end in SUB.
  const text = decoded(buffer)
    .replace(/^\ufeff/, '')
    .replace(framing, '');
  return controls.test(text) ? null : text;
}

function decoded(buffer: Buffer): string {
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return iconv.decode(buffer, 'utf-16le');
  if (buffer[0] === 0xfe && buffer[1] === 0xff) return iconv.decode(buffer, 'utf-16be');
  const head = buffer.subarray(0, 4000);
  const zeros = [0, 0];
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2]! += 1;
  });
  if (zeros[1]! > head.length / 4 && zeros[0] === 0) return iconv.decode(buffer, 'utf-16le');
  if (zeros[0]! > head.length / 4 && zeros[1] === 0) return iconv.decode(buffer, 'utf-16be');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer);
  } catch {
    // Not UTF-8: one of the older code pages.
  }
  const sample = buffer.subarray(0, 200_000);
  let best = { encoding: 'win1250', score: Number.NEGATIVE_INFINITY };
  for (const encoding of ['win1250', 'cp852', 'win1252']) {
    const score = scoreOf(iconv.decode(sample, encoding));
    if (score > best.score) best = { encoding, score };
  }
  return iconv.decode(buffer, best.encoding);
}
