import { type Day, isDay } from '#services/domain/day.ts';
import { DomainError } from '#services/domain/errors.ts';
import { all, at, parseXml, type XmlElement } from '#services/domain/xml-tree.ts';

/** This many HUF for this many units of the currency, as published; a decimal string. */
export type PublishedRate = { on: Day; currency: string; units: number; huf: string };

const namespace = 'http://www.mnb.hu/webservices/';
const patienceMs = 20_000;
/** A year of all currencies is half a megabyte. */
const largestAnswer = 8_000_000;

/**
 * The currencies of which the Magyar Nemzeti Bank publishes rates, the forint aside.
 * Source: MNB's web service `arfolyamok.asmx`, SOAP 1.1, GetInfo.
 *
 * @throws Error when it does not answer, or not in its own words
 */
export async function publishedCurrencies(url: string): Promise<string[]> {
  const answer = rooted(await call(url, 'GetInfo', {}), 'MNBExchangeRatesQueryValues');
  return all(answer, 'Currencies/Curr').flatMap(({ text }) => (text === 'HUF' ? [] : currencyIn(text)));
}

/**
 * Middle rates published from one day to another, both included; days without one (holidays) are not there.
 * Source: MNB's web service, GetExchangeRates: numbers with a comma, `unit` for how many units they count (AC-042).
 *
 * @throws Error as `publishedCurrencies`; never part of an answer
 */
export async function publishedRates(url: string, from: Day, to: Day, currencies: readonly string[]): Promise<PublishedRate[]> {
  const result = await call(url, 'GetExchangeRates', { startDate: from, endDate: to, currencyNames: currencies.join(',') });
  return all(rooted(result, 'MNBExchangeRates'), 'Day').flatMap((day) => {
    const on = day.attributes['date'] ?? '';
    if (!isDay(on) || on < from || on > to) throw strange('a day that was not asked for');
    return all(day, 'Rate').map((rate) => ({ on, ...rateIn(rate) }));
  });
}

function rateIn({ attributes, text }: XmlElement): Omit<PublishedRate, 'on'> {
  const units = Number(attributes['unit']);
  if (!Number.isSafeInteger(units) || units < 1 || !/^\d{1,9}(,\d{1,6})?$/.test(text)) throw strange('a rate is no number');
  return { currency: currencyIn(attributes['curr'] ?? ''), units, huf: text.replace(',', '.') };
}

const strange = (what: string): Error => new Error(`the rates service answered strangely: ${what}`);

function currencyIn(text: string): string {
  if (!/^[A-Z]{3}$/.test(text)) throw strange('a currency that is none');
  return text;
}

/** One call in SOAP 1.1; answers the text of its result, which is XML once more. */
async function call(url: string, operation: string, values: Readonly<Record<string, string>>): Promise<string> {
  const inside = Object.entries(values).map(([name, value]) => `<${name}>${value}</${name}>`);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${namespace}MNBArfolyamServiceSoap/${operation}"` },
    body: `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><${operation} xmlns="${namespace}">${inside.join('')}</${operation}></soap:Body></soap:Envelope>`,
    signal: AbortSignal.timeout(patienceMs),
  });
  const text = await upTo(response, largestAnswer);
  if (!response.ok) throw strange(`status ${response.status}`);
  const body = at(rooted(text, 'Envelope'), 'Body');
  if (at(body, 'Fault')) throw strange('a SOAP fault');
  const result = at(body, `${operation}Response/${operation}Result`);
  if (result === null) throw strange('no result in it');
  return result.text;
}

async function upTo(response: Response, most: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response.body ?? []) {
    length += piece.length;
    if (length > most) throw strange('far too long');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** The root element of an answer, which must be the one expected. */
function rooted(xml: string, name: string): XmlElement {
  let root: XmlElement;
  try {
    root = parseXml(xml);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw strange(error.message);
  }
  if (root.name !== name) throw strange(`${name} is missing`);
  return root;
}
