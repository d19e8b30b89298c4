import { type InvoiceKind, noInvoice, type Party } from '#services/domain/reading.ts';
import { folded } from '#services/domain/text.ts';
import { all, at, textAt, type XmlElement } from '#services/domain/xml-tree.ts';
import { one } from '../invoice-found.ts';
import { addressOf, amountOf, currencyOf, dayIn, decimalOf, hungarianTaxNumber, paymentMethodOf, vatLine } from '../values.ts';
import type { Dialect } from './dialect.ts';

const kindWords: readonly [RegExp, InvoiceKind][] = [
  [/storno|ervenytelenit/, 'cancelling'],
  [/helyesbit|modosit/, 'modifying'],
  [/eloleg/, 'advance'],
  [/vegszamla/, 'final'],
  [/egyszerusitett/, 'simplified'],
  [/gyujto/, 'aggregate'],
];

function apehParty(element: XmlElement | null): Party {
  const part = (name: string) => textAt(element, `cim/${name}`);
  return {
    name: textAt(element, 'nev'),
    taxNumber: hungarianTaxNumber(textAt(element, 'adoszam')),
    euVatNumber: textAt(element, 'kozadoszam'),
    address: addressOf(part('irszam'), part('telepules'), part('kozternev'), part('orszag')),
    account: textAt(element, 'bankszamlaszam', 'bankszamla'),
  };
}

/** The e-invoice that APEH recommended in 2005: one invoice a file, dotted dates. */
export const apeh2005: Dialect = {
  name: 'apeh-2005',
  fits: (root) => root.namespace === 'http://www.apeh.hu/2005/szamla' || (root.name === 'szamla' && at(root, 'fejlec/szamlainfo') !== null),
  read(root) {
    const info = at(root, 'fejlec/szamlainfo');
    const totals = at(root, 'osszesites/vegosszeg');
    const currency = currencyOf(textAt(info, 'penznem'));
    const amount = (of: XmlElement | null, name: string) => amountOf(textAt(of, name), currency);
    const original = textAt(info, 'hivatkozottszamla');
    const words = folded(textAt(info, 'szamlatipusa') ?? '');
    const kind = kindWords.find(([pattern]) => pattern.test(words))?.[1] ?? (original === null ? 'invoice' : 'modifying');
    return one({
      kind: 'invoice',
      invoice: {
        ...noInvoice(kind),
        number: textAt(info, 'sorszam'),
        supplier: apehParty(at(root, 'fejlec/elado')),
        customer: apehParty(at(root, 'fejlec/vevo')),
        issuedOn: dayIn(textAt(info, 'kialldatum')),
        suppliedOn: dayIn(textAt(info, 'teljdatum')),
        dueOn: dayIn(textAt(info, 'fizhatarido')),
        paymentMethod: paymentMethodOf(textAt(info, 'fizmod')),
        currency,
        net: amount(totals, 'nettoarossz'),
        vat: amount(totals, 'afaertekossz'),
        gross: amount(totals, 'bruttoarossz'),
        vatLines: all(root, 'osszesites/afarovat').map((row) =>
          vatLine(
            decimalOf(textAt(row, 'afakulcs')) ?? textAt(row, 'afakulcs'),
            amount(row, 'nettoar'),
            amount(row, 'afaertek'),
            amount(row, 'bruttoar'),
          ),
        ),
        lines: all(root, 'tetelek/tetel').map((line) => ({
          description: textAt(line, 'termeknev'),
          quantity: decimalOf(textAt(line, 'mennyiseg')),
          unit: textAt(line, 'mennyisegegyseg', 'mennyisegiegyseg'),
          unitPrice: decimalOf(textAt(line, 'egysegar', 'nettoegysegar')),
          rate: decimalOf(textAt(line, 'afakulcs')) ?? textAt(line, 'afakulcs'),
          net: amount(line, 'nettoar'),
        })),
        originalNumber: original,
      },
    });
  },
};
