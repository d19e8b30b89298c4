import { folded } from '#services/domain/text.ts';
import { currencyOf, decimalMarkOf, minorOf, textOf } from '../cells.ts';
import { dayFrom } from '../days.ts';
import type { StatementFormat } from '../format.ts';
import { headingKey } from '../headings.ts';
import { unreadable } from '../refusal.ts';
import { TableReader } from '../table.ts';
import type { Row } from '../workbook.ts';

/** The first thirteen columns keep their order in every language of the account. */
const at = { date: 0, time: 1, name: 3, type: 4, status: 5, currency: 6, gross: 7, fee: 8, net: 9, id: 12 } as const;

const balanceWords = ['Balance', 'Solde', 'Saldo', 'Guthaben', 'Egyenleg'].map(headingKey);
const subjectWords = [
  'Item Title',
  'Subject',
  "Titre de l'objet",
  'Objet',
  'Titolo oggetto',
  'Nome oggetto',
  'Oggetto',
  'Artikelbezeichnung',
  'Betreff',
  'Tárgy',
  'Nombre del artículo',
  'Asunto',
  'Nazwa przedmiotu',
  'Temat',
].map(headingKey);
const invoiceWords = [
  'Invoice Number',
  'Numéro de facture',
  'Numero fattura',
  'Rechnungsnummer',
  'Número de factura',
  'Numer faktury',
  'Factuurnummer',
  'Számlaszám',
  'Számla sorszáma',
].map(headingKey);
const impactWords = [
  'Balance Impact',
  'Impact sur le solde',
  'Impatto sul saldo',
  'Auswirkung auf Guthaben',
  'Impacto en el saldo',
  'Wpływ na saldo',
  'Hatás az egyenlegre',
  'Egyenlegre gyakorolt hatás',
].map(headingKey);

/** Statuses by the beginnings of their words in several languages: what has not moved the balance, and what has. */
const notDone =
  /^(pend|en attente|in sospeso|ausstehend|offen|fuggo|oczekuj|in behandeling|in asteptare|ceka|denied|deneg|refus|recus|rifiutat|rechaz|abgelehnt|odrzuc|elutasit|geweigerd|cancel|annul|anulow|anulat|storniert|torol|visszavon|geannuleerd|expir|scadut|abgelaufen|vencid|lejart|wygas|verlopen|failed|echou|sikertelen|unclaimed|held|temporary)/;
const done =
  /^(complet|completat|terminee?$|effectue|conclu|abgeschlossen|befejez|teljesit|zakoncz|voltooid|finaliz|dokonc|(partially )?refund|(partiellement )?rembours|rimborsat|(teilweise )?(ruck)?erstattet|reembols|visszaterit|reversed|zwroc|terugbetaald)/;

/** Numbers that fit each other prove the positions: net = gross + fee. */
function fits(row: Row): boolean {
  const cell = (column: number) => textOf(row.cells[column]);
  const currency = currencyOf(cell(at.currency));
  const hasDay = dayFrom(cell(at.date)) !== null || dayFrom(cell(at.date), 'mdy') !== null;
  if (row.cells.length < 14 || currency === null || !hasDay || !/^\d{1,2}:\d\d(:\d\d)?/.test(cell(at.time))) return false;
  const mark = decimalMarkOf([cell(at.gross), cell(at.fee), cell(at.net)]) ?? '.';
  const [gross, fee, net] = [at.gross, at.fee, at.net].map((column) => minorOf(cell(column) || '0', currency, mark));
  return gross != null && fee != null && net != null && gross + fee === net && /^[0-9A-Z]{10,20}$/.test(cell(at.id));
}

/**
 * PayPal activity report: headings in the language of the account, so the first columns go by position.
 * The balance moves by the net amount; a payment in foreign currency is three lines tied by the reference id.
 */
export const paypalActivity: StatementFormat = {
  name: 'paypal-activity',
  read(source, warn) {
    const [table] = source.shape === 'xml' ? [] : source.tables();
    const heading = table?.rows[0];
    const rows = table?.rows.slice(1) ?? [];
    if (!table || !heading || rows.length === 0 || !rows.slice(0, 5).every(fits)) return null;
    const keys = heading.cells.map((cell) => headingKey(textOf(cell)));
    const column = (words: string[]) => keys.findIndex((key) => words.includes(key));
    const [balance, subject, invoice, impact] = [balanceWords, subjectWords, invoiceWords, impactWords].map(column) as [
      number,
      number,
      number,
      number,
    ];
    const isMoved = (row: Row) => !notDone.test(folded(textOf(row.cells[at.status]))) && !/^memo/.test(folded(textOf(row.cells[impact])));
    const moved = rows.filter(isMoved);
    // A status that nobody knows counts only where the running balances can speak against it.
    const unknown = moved.find((row) => !done.test(folded(textOf(row.cells[at.status]))));
    if (unknown && balance < 0) unreadable('status', 'the status is in no language known', unknown.number);
    if (moved.length < rows.length)
      warn({ code: 'pending-skipped', message: `${rows.length - moved.length} rows have not moved the balance` });
    // Only English accounts may write the month first.
    const reader = new TableReader(keys[at.time] === 'time' ? {} : { dayOrder: 'dmy' }, warn);
    reader.read({ ...table, rows: [heading, ...moved] }, heading, {
      bookedOn: [at.date],
      counterpartyName: [at.name],
      type: [at.type],
      currency: [at.currency],
      amount: [at.net],
      bankReference: [at.id],
      memo: [invoice, subject].filter((each) => each >= 0),
      ...(balance >= 0 ? { balance: [balance] } : {}),
    });
    return reader.statements();
  },
};
