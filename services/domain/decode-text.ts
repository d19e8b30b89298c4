import iconv from 'iconv-lite';

/** `certain`: the bytes themselves say so (BOM, valid UTF-8, a declaration that fits); otherwise the letters decided. */
export type DecodedText = { text: string; encoding: string; certain: boolean };

const hungarian = /[áéíóöőúüűÁÉÍÓÖŐÚÜŰ]/gu;
const western = /[àâäçèêëîïôùûñßøåæ]/giu;
/** What a wrong guess shows: box drawing, controls, signs that no business writes. */
const strange = /[\u0080-\u009f\u2500-\u259f\ufffd¤¸˘˝˛ˇ×÷¬]/gu;
/** Words of the trade that only the right code page spells. */
const known = /könyvel|közlemény|számla|összeg|átutalás|terhelés|jóváírás|értéknap|egyenleg|díj|típus/giu;

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Letters beyond Hungarian and Western ones speak against a guess: ę where è was meant. */
const scoreOf = (text: string): number =>
  3 * countOf(text, hungarian) +
  countOf(text, western) +
  8 * countOf(text, known) -
  6 * countOf(text, strange) -
  countOf(text, /\P{ASCII}/gu);

function decodeAs(bytes: Uint8Array, encoding: string, fatal = false): string | null {
  try {
    return new TextDecoder(encoding, { fatal }).decode(bytes);
  } catch {
    // An encoding nobody knows, or bytes that are not of it: the next guess is tried.
    return null;
  }
}

/** UTF-16 without a BOM shows in the zero bytes beside its Latin letters. */
function wideEncodingOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const end = Math.min(bytes.length & ~1, 512);
  if (end < 4) return null;
  let zeroAtEven = 0;
  let zeroAtOdd = 0;
  for (let at = 0; at < end; at += 2) {
    if (bytes[at] === 0) zeroAtEven++;
    if (bytes[at + 1] === 0) zeroAtOdd++;
  }
  const pairs = end / 2;
  if (zeroAtOdd > pairs * 0.7 && zeroAtEven < pairs * 0.1) return 'utf-16le';
  if (zeroAtEven > pairs * 0.7 && zeroAtOdd < pairs * 0.1) return 'utf-16be';
  return null;
}

/** What an XML declaration, an HTML meta element or a CSS rule at the beginning names as the encoding. */
function declaredEncodingOf(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  const match = /<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/i.exec(head) ?? /<meta[^>]+charset\s*=\s*["']?([\w.:-]+)/i.exec(head);
  return match?.[1]?.toLowerCase() ?? null;
}

/**
 * Text of unknown encoding, as Hungarian files come: BOM, UTF-16 without one, UTF-8, what the file declares,
 * else the likeliest of the code pages met in Hungary (B-069): Windows-1250, code page 852 or Windows-1252.
 * A declaration that the bytes contradict is not believed. Never throws; every byte becomes some letter.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return { text: new TextDecoder().decode(bytes), encoding: 'utf-8', certain: true };
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16le', certain: true };
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'utf-16be', certain: true };
  const wide = wideEncodingOf(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes), encoding: wide, certain: true };

  const utf8 = decodeAs(bytes, 'utf-8', true);
  if (utf8 !== null) return { text: utf8, encoding: 'utf-8', certain: true };

  const declared = declaredEncodingOf(bytes);
  if (declared !== null && !/^(utf-?8|utf-?16|us-ascii|ascii)/.test(declared)) {
    const text = decodeAs(bytes, declared, true);
    if (text !== null) return { text, encoding: declared, certain: true };
  }
  return likeliest(bytes);
}

/** Windows-1250 and ISO-8859-2 agree on every Hungarian letter, so one stands for both; it is also what a tie falls to. */
function likeliest(bytes: Uint8Array): DecodedText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sample = buffer.subarray(0, 1_048_576);
  const guesses = ['windows-1250', 'cp852', 'windows-1252'].map((encoding) => ({
    encoding,
    score: scoreOf(iconv.decode(sample, encoding)),
  }));
  const { encoding } = guesses.reduce((winner, guess) => (guess.score > winner.score ? guess : winner));
  return { text: iconv.decode(buffer, encoding), encoding, certain: false };
}
