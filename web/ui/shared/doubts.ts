import i18next from 'i18next';
import type { DoubtView } from '#web/contract/documents.ts';
import type { Texts } from '../texts/hu.ts';
import { fieldLabel, reasonLabel } from './labels.ts';

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

type Found = { because?: string | null | undefined; source: string; confidence: number };

/** A doubtful field's own reason. */
export function doubtOf({ because, source, confidence }: Found): Doubt {
  const known = doubts[because ?? ''];
  if (known) return known;
  if (source !== 'ocr') return 'once';
  return confidence < legible ? 'hardToRead' : 'onceOnPicture';
}

const wordOf = ({ why, evidence }: DoubtView): string =>
  why === 'unsure' && evidence ? i18next.t(`review.doubt.${doubtOf(evidence)}`) : i18next.t(`review.doubtful.${why}`);

/** Reasons that only say that something about the fields is doubtful. */
const general: ReadonlySet<string | null> = new Set(['doubtful-fields', 'sources-disagree']);

/** Why something waits, in few words: which fields are doubtful, those with one reason together; otherwise the reason itself. */
export function waitsBecause({ because, doubts: found }: { because: string | null; doubts: readonly DoubtView[] | null }): string {
  const isGeneral = general.has(because) && found !== null && found.length > 0;
  // A reason of the item as a whole says more than a doubtful field; beside it stands only what sources differ on.
  const shown = (found ?? []).filter(({ why }) => isGeneral || why === 'differs');
  const words = [...Map.groupBy(shown, wordOf)].map(
    ([word, alike]) => `${alike.map(({ field }) => fieldLabel(field)).join(', ')}: ${word}`,
  );
  return [...(isGeneral ? [] : [reasonLabel(because)]), ...words].filter(Boolean).join('; ');
}
