import type { FieldEvidence, InvoiceReading, Page } from '#services/domain/reading.ts';
import { distanceOf } from './find-labels.ts';

/** Shorter texts agree by chance. */
const leastLength = 6;
/** Letters that OCR may have misread in a number that a code says whole. */
const mostSlips = 2;

/**
 * The voucher's own number in a bar or QR code: what page and code say alike is sure (AC-L01), and a number that OCR read
 * a letter or two otherwise is put right by the code, for a person to see. No other code gives a number: most are of goods
 * and parcels.
 */
export function addNumberCodes(pages: readonly Page[], invoice: InvoiceReading, fields: Record<string, FieldEvidence>): void {
  const { number } = invoice;
  const evidence = fields['number'];
  if (number === null || !evidence || number.length < leastLength) return;
  const codes = pages.flatMap(({ number: page, codes = [] }) => codes.map(({ text, box }) => ({ text: text.trim(), page, box })));
  if (codes.some(({ text }) => isIn(number, text))) {
    fields['number'] = { ...evidence, sure: true, confidence: 0.98, because: 'code agrees' };
    return;
  }
  const near = new Map(codes.filter(({ text }) => isNear(number, text)).map((code) => [code.text, code]));
  const [code, ...others] = near.values();
  if (evidence.source !== 'ocr' || !code || others.length > 0) return;
  invoice.number = code.text;
  fields['number'] = { confidence: 0.9, sure: false, source: 'code', page: code.page, box: code.box, because: 'code corrects' };
}

/** The code's whole text, or a whole word of it (`…?nr=SZ-2026/17&…`). */
const isIn = (number: string, text: string): boolean =>
  new RegExp(`(?<![\\p{L}\\d])${RegExp.escape(number)}(?![\\p{L}\\d])`, 'iu').test(text);

const isNear = (number: string, text: string): boolean =>
  text.length >= leastLength + mostSlips && distanceOf(number.toUpperCase(), text.toUpperCase(), mostSlips) <= mostSlips;
