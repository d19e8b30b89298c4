import { textOf } from '../cells.ts';
import type { StatementFormat } from '../format.ts';
import { headingKey } from '../headings.ts';
import { tableFormat } from '../table.ts';

const ids = ['TransferWise ID', 'Wise ID', 'TransferWise-ID', 'Wise-ID', 'TransferWise azonosító', 'Wise azonosító'];
const dates = ['Date', 'Datum', 'Dátum', 'Fecha', 'Data'];
const balances = [
  'Running Balance',
  'Laufender Saldo',
  'Kontostand',
  'Futó egyenleg',
  'Aktuális egyenleg',
  'Solde courant',
  'Saldo corriente',
];

/**
 * Wise balance statement of one currency. Depending on a setting of the user, fees stand inside the amounts
 * or in lines of their own that repeat the id of the payment; either way every line moves the balance.
 */
const layout = tableFormat({
  name: 'wise-statement',
  signature: [
    ids,
    dates,
    ['Amount', 'Betrag', 'Összeg', 'Montant', 'Importe', 'Importo', 'Kwota'],
    ['Currency', 'Währung', 'Pénznem', 'Deviza', 'Devise', 'Divisa', 'Valuta', 'Waluta'],
  ],
  decimalMark: '.',
  columns: {
    bankReference: ids,
    bookedOn: dates,
    amount: ['Amount', 'Betrag', 'Összeg', 'Montant', 'Importe', 'Importo', 'Kwota'],
    currency: ['Currency', 'Währung', 'Pénznem', 'Deviza', 'Devise', 'Divisa', 'Valuta', 'Waluta'],
    memo: [
      'Payment Reference',
      'Verwendungszweck',
      'Zahlungsreferenz',
      'Közlemény',
      'Fizetési hivatkozás',
      'Référence de paiement',
      'Referencia de pago',
      'Riferimento del pagamento',
      'Numer referencyjny płatności',
      'Description',
      'Beschreibung',
      'Leírás',
      'Descripción',
      'Descrizione',
      'Opis',
    ],
    balance: balances,
    counterpartyAccount: [
      'Payee Account Number',
      'Kontonummer des Zahlungsempfängers',
      'Kedvezményezett számlaszáma',
      'Numéro de compte du bénéficiaire',
      'Número de cuenta del beneficiario',
      'Numero di conto del beneficiario',
    ],
    type: ['Transaction Type', 'Transaktionstyp', 'Transaction Details Type'],
  },
  adjust(transaction, row) {
    const first = (...headings: string[]) => headings.map((heading) => row.text(heading)).find((text) => text !== '') ?? null;
    const payer = first(
      'Payer Name',
      'Name des Auftraggebers',
      'Zahlername',
      'Fizető neve',
      'Nom du payeur',
      'Nombre del pagador',
      'Nome del pagatore',
    );
    const payee = first(
      'Payee Name',
      'Name des Zahlungsempfängers',
      'Empfängername',
      'Kedvezményezett neve',
      'Nom du bénéficiaire',
      'Nombre del beneficiario',
      'Nome del beneficiario',
    );
    const merchant = first('Merchant', 'Händler', 'Kereskedő', 'Commerçant', 'Comercio', 'Esercente');
    const name = transaction.amount < 0n ? (payee ?? merchant ?? payer) : (payer ?? merchant ?? payee);
    // Masked account numbers (****1234) name nobody.
    const account = transaction.counterpartyAccount?.includes('*') ? null : transaction.counterpartyAccount;
    return { ...transaction, counterpartyName: name, counterpartyAccount: account };
  },
});

export const wiseStatement: StatementFormat = {
  name: layout.name,
  read(source, warn) {
    const [table] = source.shape === 'xml' ? [] : source.tables();
    const keys = new Set(ids.map(headingKey));
    const isOwn = table?.rows.slice(0, 60).some((row) => row.cells.some((cell) => keys.has(headingKey(textOf(cell)))));
    return isOwn ? layout.read(source, warn) : null;
  },
};
