import type { Evidence } from '../shared/evidence.ts';
import type { Texts } from '../texts/hu.ts';

type Doubt = keyof Texts['review']['doubt'];

/** Why a value is not sure, by how reading found it. */
const doubts: Readonly<Record<string, Doubt>> = {
  title: 'title',
  words: 'words',
  amounts: 'words',
  'a Hungarian page': 'language',
  'the first day on the page': 'firstDay',
  gross: 'fromGross',
  subtotal: 'subtotal',
  'gross less net': 'reckoned',
  'gross less VAT': 'reckoned',
  'net and VAT': 'reckoned',
  'prices and payment': 'reckoned',
  'cash less change': 'reckoned',
  'code corrects': 'codeDiffers',
  'payment code': 'paymentCode',
  'stood here before': 'usualPlace',
  'not at its usual place': 'elsewhere',
};

/** Below this the letters themselves are in doubt. */
const legible = 0.75;

/** A doubtful field's own reason. */
export function doubtOf({ because, source, confidence }: Evidence): Doubt {
  const known = because === undefined ? undefined : doubts[because];
  if (known) return known;
  if (source !== 'ocr') return 'once';
  return confidence < legible ? 'hardToRead' : 'onceOnPicture';
}
