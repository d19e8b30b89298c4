/** Amounts as people print them (AC-044): found inside running text, read into plain decimal strings. */

export type DecimalMark = ',' | '.';

export type AmountText = {
  /** Plain decimal string, `-1234.50`. */
  value: string;
  /** Digits printed after the decimal mark. */
  decimals: number;
  currency: string | null;
  isPercent: boolean;
  /** `1.234`: a thousand or three decimals; `value` follows the mark that the caller knows, else the thousand. */
  isAmbiguous: boolean;
  /** Where in the text it stands, end exclusive. */
  from: number;
  to: number;
};

/** How currencies are printed, longest first where one begins another. */
const currencies: readonly (readonly [pattern: string, code: string])[] = [
  ['HUF', 'HUF'],
  ['Ft\\.?', 'HUF'],
  ['FT\\.?', 'HUF'],
  ['forint', 'HUF'],
  ['EUR', 'EUR'],
  ['€', 'EUR'],
  ['Euro', 'EUR'],
  ['euró', 'EUR'],
  ['US\\$', 'USD'],
  ['USD', 'USD'],
  ['\\$', 'USD'],
  ['GBP', 'GBP'],
  ['£', 'GBP'],
  ['CHF', 'CHF'],
  ['Fr\\.', 'CHF'],
  ['PLN', 'PLN'],
  ['zł', 'PLN'],
  ['CZK', 'CZK'],
  ['Kč', 'CZK'],
  ['RON', 'RON'],
  ['lei', 'RON'],
  ['SEK', 'SEK'],
  ['DKK', 'DKK'],
  ['NOK', 'NOK'],
  ['BGN', 'BGN'],
  ['RSD', 'RSD'],
  ['INR', 'INR'],
  ['₹', 'INR'],
  ['Rs\\.?', 'INR'],
  ['MYR', 'MYR'],
  ['RM', 'MYR'],
  ['CAD', 'CAD'],
  ['AUD', 'AUD'],
  ['JPY', 'JPY'],
  ['SGD', 'SGD'],
];
const currencyPattern = currencies.map(([pattern]) => pattern).join('|');

const space = '[ \\u00a0\\u2007\\u2009\\u202f]';
const body = [
  `\\d{1,3}(?:${space}\\d{3})+(?:[.,]\\d{1,3})?`,
  "\\d{1,3}(?:[.'’]\\d{3})+(?:,\\d{1,10})?",
  "\\d{1,3}(?:[,'’]\\d{3})+(?:\\.\\d{1,10})?",
  '\\d+(?:[.,]\\d{1,10})?',
].join('|');

const amount = new RegExp(
  `(?<![\\p{L}\\d]|\\d[.,/:-])(?<open>\\()?(?<before>(?:${currencyPattern})\\s?)?(?<minus>[-−–]${space}?)?(?<before2>(?:${currencyPattern})\\s?)?` +
    `(?<body>${body})(?!\\d|[.,/:]\\d)(?<dash>[.,][-–—]{1,2})?(?<trailing>[-−](?![\\d\\p{L}]))?(?!-\\d)(?<close>\\))?` +
    `(?<percent>\\s?%)?(?:\\s?(?<after>${currencyPattern})(?![\\p{L}\\d]))?`,
  'gu',
);

function currencyOf(...printed: (string | undefined)[]): string | null {
  for (const text of printed) {
    const word = text?.trim();
    const found = word ? currencies.find(([pattern]) => new RegExp(`^(?:${pattern})$`, 'u').test(word)) : undefined;
    if (found) return found[1];
  }
  return null;
}

/** Every amount in a text, from left to right. `mark`: the document's decimal mark where it is known; it settles `1.234`. */
export function findAmounts(text: string, mark: DecimalMark | null = null): AmountText[] {
  if (!/\d/.test(text)) return [];
  return [...text.matchAll(amount)].flatMap((match) => {
    const { open, close, before, before2, minus, body: digits = '', dash, trailing, percent, after } = match.groups ?? {};
    // `RM` or `Rs` glued to a word's end is not a currency; the lookbehind has seen to that.
    const currency = currencyOf(before, before2, after);
    // `120.000,- Ft`: forints have no thousandths, and the dash stands for the decimals (AC-044).
    const read = readDigits(digits, currency === 'HUF' || dash !== undefined ? null : mark);
    if (read === null) return [];
    const isNegative = minus !== undefined || trailing !== undefined || (open !== undefined && close !== undefined);
    return [
      {
        value: `${isNegative && /[1-9]/.test(read.value) ? '-' : ''}${read.value}`,
        decimals: read.decimals,
        isAmbiguous: read.isAmbiguous,
        isPercent: percent !== undefined,
        currency,
        from: match.index,
        to: match.index + match[0].length,
      },
    ];
  });
}

/** Digits with their separators as a plain decimal string. */
function readDigits(text: string, mark: DecimalMark | null): { value: string; decimals: number; isAmbiguous: boolean } | null {
  const compact = text.replace(/[\s'’]/g, '');
  const isGrouped = compact.length < text.length;
  const marks = compact.match(/[.,]/g) ?? [];
  const last = Math.max(compact.lastIndexOf('.'), compact.lastIndexOf(','));
  const after = last < 0 ? '' : compact.slice(last + 1);
  const before = last < 0 ? compact : compact.slice(0, last);
  const isMixed = new Set(marks).size === 2;
  let isDecimal = marks.length === 1 || isMixed;
  let isAmbiguous = false;
  if (marks.length === 1 && after.length === 3 && !isGrouped && before.length <= 3 && before !== '0') {
    isAmbiguous = true;
    isDecimal = mark !== null && compact[last] === mark;
  }
  const whole = (isDecimal ? before : compact).replace(/[.,]/g, '').replace(/^0+(?=\d)/, '');
  if (whole.length > 15) return null;
  const decimals = isDecimal ? after : '';
  return { value: decimals === '' ? whole : `${whole}.${decimals}`, decimals: decimals.length, isAmbiguous };
}

/** The decimal mark that a document's unambiguous amounts use; null when they do not agree or there are none. */
export function decimalMarkOf(texts: Iterable<string>): DecimalMark | null {
  let commas = 0;
  let points = 0;
  for (const text of texts)
    for (const { from, to, isAmbiguous, decimals } of /[.,]\d\d(?!\d)/.test(text) ? findAmounts(text) : []) {
      if (isAmbiguous || decimals !== 2) continue;
      if (/,\d\d(?!\d)/.test(text.slice(from, to))) commas++;
      else points++;
    }
  if (commas > 2 * points) return ',';
  return points > 2 * commas ? '.' : null;
}

/** A decimal string in minor units, rounded half away from zero where it has more decimals; for amounts that were printed, not booked. */
export function minorOf(value: string, exponent: number): bigint {
  const [whole = '0', decimals = ''] = value.replace('-', '').split('.');
  const kept = BigInt(whole + decimals.slice(0, exponent).padEnd(exponent, '0'));
  const minor = Number(decimals[exponent] ?? '0') >= 5 ? kept + 1n : kept;
  return value.startsWith('-') ? -minor : minor;
}
