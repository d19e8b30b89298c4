import { SaxesParser } from 'saxes';
import { type Day, isDay } from '#services/domain/day.ts';

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
  const found: string[] = [];
  read(await call(url, 'GetInfo', {}), 'MNBExchangeRatesQueryValues', (element) => {
    if (element.name === 'Curr' && element.text !== 'HUF') found.push(currencyIn(element.text));
  });
  return found;
}

/**
 * Middle rates published from one day to another, both included; days without one (holidays) are not there.
 * Source: MNB's web service, GetExchangeRates: numbers with a comma, `unit` for how many units they count (AC-042).
 *
 * @throws Error as `publishedCurrencies`; never part of an answer
 */
export async function publishedRates(url: string, from: Day, to: Day, currencies: readonly string[]): Promise<PublishedRate[]> {
  const found: PublishedRate[] = [];
  let rates: Omit<PublishedRate, 'on'>[] = [];
  const result = await call(url, 'GetExchangeRates', { startDate: from, endDate: to, currencyNames: currencies.join(',') });
  read(result, 'MNBExchangeRates', ({ name, attributes, text }) => {
    if (name === 'Rate') {
      const units = Number(attributes['unit']);
      if (!Number.isSafeInteger(units) || units < 1 || !/^\d{1,9}(,\d{1,6})?$/.test(text)) throw strange('a rate is no number');
      rates.push({ currency: currencyIn(attributes['curr'] ?? ''), units, huf: text.replace(',', '.') });
    } else if (name === 'Day') {
      const on = attributes['date'] ?? '';
      if (!isDay(on) || on < from || on > to) throw strange('a day that was not asked for');
      found.push(...rates.map((rate) => ({ on, ...rate })));
      rates = [];
    }
  });
  return found;
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
  let result: string | null = null;
  read(text, 'Envelope', ({ name, text: own }) => {
    if (name === 'Fault') throw strange('a SOAP fault');
    if (name === `${operation}Result`) result = own;
  });
  if (result === null) throw strange('no result in it');
  return result;
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

type Element = { name: string; attributes: Readonly<Record<string, string>>; text: string };

/** Calls `see` at the end of every element, children first. A DOCTYPE is refused, so there are no entities to expand. */
function read(xml: string, root: string, see: (element: Element) => void): void {
  const parser = new SaxesParser();
  const open: Element[] = [];
  let top: string | null = null;
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('doctype', () => {
    throw strange('a DOCTYPE');
  });
  parser.on('opentag', ({ name, attributes }) => {
    top ??= local(name);
    open.push({ name: local(name), attributes: attributes as Record<string, string>, text: '' });
  });
  const add = (text: string) => {
    const last = open.at(-1);
    if (last) last.text += text;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => see(open.pop()!));
  parser.on('error', () => {
    throw strange('no well-formed XML');
  });
  parser.write(xml).close();
  if (top !== root) throw strange(`${root} is missing`);
}
