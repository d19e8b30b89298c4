/**
 * The rates service of the Magyar Nemzeti Bank as a process of its own: SOAP 1.1 as `arfolyamok.asmx` speaks it, with a few
 * days of rates, and ways to misbehave that are asked for by `PUT /misbehave/{way}`. Prints its address when it listens.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const rates: Readonly<Record<string, Readonly<Record<string, readonly [unit: number, huf: string]>>>> = {
  '2026-11-19': { EUR: [1, '398,50'], USD: [1, '343,12'], JPY: [100, '221,07'] },
  '2026-11-20': { EUR: [1, '400'], USD: [1, '345'], JPY: [100, '222,5'] },
  '2026-11-23': { EUR: [1, '402,25'], USD: [1, '346,01'], JPY: [100, '223'] },
};
const namespace = 'http://www.mnb.hu/webservices/';
let way = 'well';

const escaped = (xml: string) => xml.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const envelope = (body: string) => `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
const fault = envelope('<s:Fault><faultcode>s:Client</faultcode><faultstring xml:lang="hu-HU">rossz kérés</faultstring></s:Fault>');
const answer = (operation: string, result: string) =>
  envelope(
    `<${operation}Response xmlns="${namespace}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><${operation}Result>${escaped(result)}</${operation}Result></${operation}Response>`,
  );

function ratesBetween(from: string, to: string, currencies: readonly string[]): string {
  const days = Object.entries(rates)
    .filter(([day]) => day >= from && day <= to)
    .sort(([one], [other]) => (one > other ? -1 : 1))
    .map(([day, published]) => {
      const each = Object.entries(published)
        .filter(([currency]) => currencies.includes(currency))
        .map(
          ([currency, [unit, huf]]) =>
            `<Rate unit="${unit}" curr="${currency}">${way === 'no-number' && currency === 'USD' ? 'n/a' : huf}</Rate>`,
        );
      return `<Day date="${way === 'odd-day' ? '1999-13-41' : day}">${each.join('')}</Day>`;
    });
  return `${way === 'doctype' ? '<!DOCTYPE a [<!ENTITY b "c">]>' : ''}<MNBExchangeRates>${days.join('')}</MNBExchangeRates>`;
}

/** What a SOAP request asks for; null where it does not speak as the service expects. */
function resultOf(action: string, body: string): [operation: string, result: string] | null {
  const operation = /MNBArfolyamServiceSoap\/(\w+)"?$/.exec(action)?.[1];
  if (!operation || !body.includes(`<${operation} xmlns="${namespace}">`)) return null;
  const value = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? '';
  if (operation === 'GetInfo')
    return [
      operation,
      '<MNBExchangeRatesQueryValues><FirstDate>1949-01-03</FirstDate><LastDate>2026-11-23</LastDate><Currencies><Curr>HUF</Curr><Curr>EUR</Curr><Curr>USD</Curr><Curr>JPY</Curr></Currencies></MNBExchangeRatesQueryValues>',
    ];
  if (operation === 'GetExchangeRates')
    return [operation, ratesBetween(value('startDate'), value('endDate'), value('currencyNames').split(','))];
  return null;
}

const misbehave: Readonly<Record<string, (response: ServerResponse, whole: string) => void>> = {
  fault: (response) => void response.writeHead(500, { 'content-type': 'text/xml; charset=utf-8' }).end(fault),
  page: (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Karbantartás</body></html>'),
  cut: (response, whole) => {
    response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8', 'content-length': Buffer.byteLength(whole) });
    response.write(whole.slice(0, whole.length / 2), () => response.destroy());
  },
  'half-well-formed': (response, whole) => void response.writeHead(200).end(whole.slice(0, whole.length - 20)),
  endless: (response) => {
    const more = () => {
      while (response.writable && response.write('<a>'.repeat(100_000)));
      response.once('drain', more);
    };
    response.writeHead(200);
    more();
  },
};

const server = createServer(async (request, response) => {
  const wanted = /^\/misbehave\/([\w-]+)$/.exec(request.url ?? '')?.[1];
  if (wanted !== undefined) {
    way = wanted;
    return void response.writeHead(204).end();
  }
  let body = '';
  for await (const piece of request.setEncoding('utf8')) body += piece;
  const found = request.method === 'POST' ? resultOf(String(request.headers['soapaction'] ?? ''), body) : null;
  const whole = found ? answer(...found) : fault;
  const badly = misbehave[way];
  if (badly) return badly(response, whole);
  response.writeHead(found ? 200 : 500, { 'content-type': 'text/xml; charset=utf-8' }).end(whole);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/arfolyamok.asmx`));
process.once('disconnect', () => process.exit(0));
