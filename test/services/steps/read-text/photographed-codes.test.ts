import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { codePicture } from '#fixtures/vouchers/code-picture.ts';
import { a4, pdfOf } from '#fixtures/vouchers/drawing.ts';
import { randomOf } from '#fixtures/vouchers/facts.ts';
import { photoOf } from '#fixtures/vouchers/worn.ts';
import { paymentCodeOf } from '#services/steps/extract/payment-code.ts';
import { findCodes } from '#services/steps/read-text/codes.ts';
import { openPdfPictures } from '#services/steps/read-text/pdf-pictures.ts';
import { greyPage, openPictures } from '#services/steps/read-text/pictures.ts';

const iban = 'HU87999000161000000000000001';
const codes = {
  epc: ['BCD', '002', '1', 'SCT', '', 'Fenyves Próba Kft.', iban, 'EUR127.00', '', '', 'INV-2026-17'].join('\n'),
  afr: ['HCT', '001', '1', 'XXXXHUHB', 'Fenyves Próba Kft.', iban, 'HUF63500', '20261231235959+1', 'GDSV', '', '', '', 'PR-2026/42'].join(
    '\n',
  ),
  receipt: 'https://example.org/nyugta?ap=A12345678&nyugta=0415/00123&osszeg=4310',
};

/** A page with a code of 36 mm, photographed, then turned by quarters. */
async function photographed(text: string, seed: number, turn: number) {
  const page = a4();
  page.texts.push({ text: 'SZÁMLA', x: 40, y: 40, size: 18, bold: true });
  page.pictures = [{ png: await codePicture(text, 'QRCode'), x: 420, y: 640, width: 102 }];
  using pictures = await openPdfPictures(Uint8Array.from(await pdfOf([page], 'DejaVuSans')));
  const photo = await photoOf(await pictures.grey(1, 150), randomOf(seed));
  return greyPage(await openPictures(await sharp(photo).rotate(turn).jpeg({ quality: 80 }).toBuffer(), 'image'), 1);
}

describe('codes are read from photos, whichever way the paper lies', () => {
  test.for([
    ['epc', 1, 0],
    ['epc', 2, 180],
    ['afr', 3, 90],
    ['afr', 4, 0],
    ['receipt', 5, 270],
    ['receipt', 6, 0],
  ] as const)('%s, seed %i, turned by %i', { timeout: 30_000 }, async ([name, seed, turn]) => {
    const found = await findCodes(await photographed(codes[name], seed, turn), 0);
    expect(found.map(({ text }) => text)).toEqual([codes[name]]);
  });

  test('what was photographed names the account, the sum and the bill', async () => {
    const [code] = await findCodes(await photographed(codes.afr, 7, 0), 0);
    expect(paymentCodeOf(code!.text)).toMatchObject({ account: iban, currency: 'HUF', amount: '63500', number: 'PR-2026/42' });
  });
});
