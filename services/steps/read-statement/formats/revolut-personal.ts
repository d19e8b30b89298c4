import { type RowView, tableFormat } from '../table.ts';

/** Headings are in the language of the app: English, Hungarian, German, French, Spanish, Italian, Polish, Romanian. */
const words = {
  type: ['Type', 'Típus', 'Art', 'Typ', 'Tipo', 'Rodzaj', 'Tip'],
  product: ['Product', 'Termék', 'Produkt', 'Produit', 'Producto', 'Prodotto', 'Produs'],
  started: ['Started Date', 'Kezdés dátuma', 'Datum des Beginns', 'Date de début', 'Fecha de inicio', 'Data di inizio', 'Data rozpoczęcia'],
  completed: [
    'Completed Date',
    'Befejezés dátuma',
    'Datum des Abschlusses',
    'Date de fin',
    'Fecha de finalización',
    'Data di completamento',
    'Data zrealizowania',
    'Data finalizării',
  ],
  description: ['Description', 'Leírás', 'Beschreibung', 'Descripción', 'Descrizione', 'Opis', 'Descriere'],
  amount: ['Amount', 'Összeg', 'Betrag', 'Montant', 'Importe', 'Importo', 'Kwota', 'Sumă'],
  fee: ['Fee', 'Díj', 'Gebühr', 'Frais', 'Comisión', 'Costo', 'Opłata', 'Comision'],
  currency: ['Currency', 'Pénznem', 'Währung', 'Devise', 'Divisa', 'Valuta', 'Waluta', 'Monedă'],
  balance: ['Balance', 'Egyenleg', 'Kontostand', 'Saldo', 'Solde', 'Sold'],
} as const;

const textIn = (row: RowView, headings: readonly string[]): string =>
  headings.map((heading) => row.text(heading)).find((text) => text !== '') ?? '';

/**
 * Revolut for private persons and sole traders: one balance for each product (current account, savings).
 * It moves by the amount less the fee; what has not happened or was taken back has no balance after it.
 */
export const revolutPersonal = tableFormat({
  name: 'revolut-personal',
  signature: [words.product, words.started, words.completed, words.amount, words.fee, words.currency, words.balance],
  decimalMark: '.',
  columns: {
    account: words.product,
    type: words.type,
    bookedOn: words.completed,
    valueOn: words.started,
    counterpartyName: words.description,
    amount: words.amount,
    currency: words.currency,
    balance: words.balance,
  },
  isBooked: (row) => textIn(row, words.completed) !== '' && textIn(row, words.balance) !== '',
  adjust(transaction, row) {
    const fee = words.fee.map((heading) => row.minor(heading)).find((minor) => minor !== null) ?? 0n;
    return { ...transaction, amount: transaction.amount - fee };
  },
});
