import { type InvoiceKind, noInvoice, type Party, type PaymentMethod } from '#services/domain/reading.ts';
import { all, at, textAt, type XmlElement } from '#services/domain/xml-tree.ts';
import type { FoundDocument } from '../invoice-found.ts';
import { addressOf, amountOf, currencyOf, dayIn, decimalOf, plus, sumOf, vatLine } from '../values.ts';
import { type Dialect, hasName } from './dialect.ts';

const kindOfType: Readonly<Record<string, InvoiceKind>> = {
  TD02: 'advance',
  TD03: 'advance',
  TD04: 'credit-note',
  TD08: 'credit-note',
  TD07: 'simplified',
  TD09: 'simplified',
};

/** `ModalitaPagamento`, by what the money does. */
const methodOfCode: Readonly<Record<string, PaymentMethod>> = {
  MP01: 'cash',
  MP02: 'cheque',
  MP03: 'cheque',
  MP05: 'transfer',
  MP08: 'card',
  MP09: 'direct-debit',
  MP10: 'direct-debit',
  MP11: 'direct-debit',
  MP16: 'direct-debit',
  MP17: 'direct-debit',
  MP19: 'direct-debit',
  MP20: 'direct-debit',
  MP21: 'direct-debit',
  MP22: 'set-off',
};

function italianParty(element: XmlElement | null, account: string | null): Party {
  const person = at(element, 'DatiAnagrafici');
  const country = textAt(person, 'IdFiscaleIVA/IdPaese');
  const code = textAt(person, 'IdFiscaleIVA/IdCodice');
  const names = [textAt(person, 'Anagrafica/Nome'), textAt(person, 'Anagrafica/Cognome')].filter(Boolean).join(' ');
  const seat = at(element, 'Sede');
  return {
    name: textAt(person, 'Anagrafica/Denominazione') ?? (names || null),
    taxNumber: textAt(person, 'CodiceFiscale'),
    euVatNumber: country && code ? `${country}${code}` : null,
    address: addressOf(
      textAt(seat, 'CAP'),
      textAt(seat, 'Comune'),
      [textAt(seat, 'Indirizzo'), textAt(seat, 'NumeroCivico')].filter(Boolean).join(' ') || null,
      textAt(seat, 'Nazione'),
    ),
    account,
  };
}

function readBody(header: XmlElement | null, body: XmlElement): FoundDocument {
  const general = at(body, 'DatiGenerali/DatiGeneraliDocumento');
  const payment = at(body, 'DatiPagamento/DettaglioPagamento');
  const currency = currencyOf(textAt(general, 'Divisa'));
  const amount = (of: XmlElement | null, name: string) => amountOf(textAt(of, name), currency);
  // The format has no totals of net and VAT: the summary by rate is what defines them.
  const vatLines = all(body, 'DatiBeniServizi/DatiRiepilogo').map((row) =>
    vatLine(decimalOf(textAt(row, 'AliquotaIVA')), amount(row, 'ImponibileImporto'), amount(row, 'Imposta'), null),
  );
  const net = sumOf(vatLines.map((line) => line.net));
  const vat = sumOf(vatLines.map((line) => line.vat));
  return {
    kind: 'invoice',
    invoice: {
      ...noInvoice(kindOfType[textAt(general, 'TipoDocumento') ?? ''] ?? 'invoice'),
      number: textAt(general, 'Numero'),
      supplier: italianParty(at(header, 'CedentePrestatore'), textAt(payment, 'IBAN')),
      customer: italianParty(at(header, 'CessionarioCommittente'), null),
      issuedOn: dayIn(textAt(general, 'Data')),
      dueOn: dayIn(textAt(payment, 'DataScadenzaPagamento')),
      paymentMethod: payment === null ? null : (methodOfCode[textAt(payment, 'ModalitaPagamento') ?? ''] ?? 'other'),
      currency,
      net,
      vat,
      gross: amount(general, 'ImportoTotaleDocumento') ?? plus(net, vat),
      payable: sumOf(all(body, 'DatiPagamento/DettaglioPagamento').map((detail) => amount(detail, 'ImportoPagamento'))),
      vatLines,
      lines: all(body, 'DatiBeniServizi/DettaglioLinee').map((line) => ({
        description: textAt(line, 'Descrizione'),
        quantity: decimalOf(textAt(line, 'Quantita')),
        unit: textAt(line, 'UnitaMisura'),
        unitPrice: decimalOf(textAt(line, 'PrezzoUnitario')),
        rate: decimalOf(textAt(line, 'AliquotaIVA')),
        net: amount(line, 'PrezzoTotale'),
      })),
      originalNumber: textAt(body, 'DatiGenerali/DatiFattureCollegate/IdDocumento'),
      orderNumber: textAt(body, 'DatiGenerali/DatiOrdineAcquisto/IdDocumento'),
    },
  };
}

/** Italy's FatturaPA 1.2: one header, one or more invoices of the same parties. */
export const fatturapa: Dialect = {
  name: 'fatturapa',
  fits: (root) => hasName(root, 'FatturaElettronica'),
  read: (root) => ({
    kind: 'invoice',
    warnings: [],
    documents: all(root, 'FatturaElettronicaBody').map((body, position) => ({
      path: `FatturaElettronicaBody[${position + 1}]`,
      ...readBody(at(root, 'FatturaElettronicaHeader'), body),
    })),
  }),
};
