import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { decodeText } from '#services/domain/decode-text.ts';

const hungarian = 'Árvíztűrő tükörfúrógép, ŐRSÉGI fűszerüzlet, végösszeg: 12 700 Ft\r\n';

test.for([
  ['utf8', 'utf-8'],
  ['win1250', 'windows-1250'],
  ['iso-8859-2', 'windows-1250'],
  ['utf16le', 'utf-16le'],
  ['utf16be', 'utf-16be'],
] as const)('Hungarian in %s without any mark is read', ([encoding, named]) => {
  expect(decodeText(iconv.encode(hungarian.repeat(3), encoding))).toMatchObject({ text: hungarian.repeat(3), encoding: named });
});

test('Western letters alone are not bent into Hungarian ones', () => {
  expect(decodeText(iconv.encode('Façade réglée à Nîmes, où ça ? Señor Peña', 'win1252')).text).toContain('Señor Peña');
});

test('a declaration is believed where the bytes fit, and only there', () => {
  const declared = '<?xml version="1.0" encoding="ISO-8859-2"?><a>őű</a>';
  expect(decodeText(iconv.encode(declared, 'iso-8859-2'))).toMatchObject({ text: declared, certain: true });
  const lying = '<?xml version="1.0" encoding="UTF-8"?><a>őűáé</a>';
  expect(decodeText(iconv.encode(lying, 'win1250'))).toMatchObject({ text: lying, certain: false });
  expect(decodeText(Buffer.from('<?xml version="1.0" encoding="ISO-8859-2"?><a>őű</a>'))).toMatchObject({ encoding: 'utf-8' });
});

test('a byte order mark is not part of the text', () => {
  expect(decodeText(Buffer.from('\ufeffszöveg')).text).toBe('szöveg');
});

test('any text survives UTF-8, any bytes give an answer', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => decodeText(Buffer.from(`x${text}`)).text === `x${text}`));
  fc.assert(fc.property(fc.uint8Array(), (bytes) => typeof decodeText(bytes).text === 'string'));
});
