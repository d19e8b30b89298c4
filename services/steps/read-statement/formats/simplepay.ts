import { formatMinor } from '#services/domain/money.ts';
import { folded } from '#services/domain/text.ts';
import type { StatementFormat } from '../format.ts';
import { headingKey } from '../headings.ts';
import { tableFormat } from '../table.ts';

/** Who bought is not needed to settle a report, so it is not kept. */
const personal = new Set(['Vásárló', 'E-mail cím'].map(headingKey));

const layout = tableFormat({
  name: 'simplepay-report',
  signature: [
    'Tranzakció státusz',
    'SimplePay tranzakció ID',
    'Kereskedői tranzakció ID',
    'Tranzakció összege',
    'Jutalékkal csökkentett összeg',
  ],
  decimalMark: ',',
  columns: {
    bookedOn: ['Teljesítés dátuma', 'Tranzakció dátuma'],
    valueOn: ['Tranzakció dátuma'],
    amount: ['Jutalékkal csökkentett összeg'],
    currency: ['Devizanem'],
    bankReference: ['SimplePay tranzakció ID'],
    memo: ['Kereskedői tranzakció ID'],
    type: ['Fizetés típusa'],
  },
  isBooked: (row) =>
    !/sikertelen|megszakit|torolt|elutasit|idotullep|lejart|failed|cancel|timeout/.test(folded(row.text('Tranzakció státusz'))),
  accountOf: (row) => row.text('Fiók név') || null,
  adjust(transaction, row) {
    const gross = row.minor('Tranzakció összege');
    return {
      ...transaction,
      ...(gross === null ? {} : { gross }),
      raw: Object.fromEntries(Object.entries(transaction.raw).filter(([heading]) => !personal.has(headingKey(heading)))),
    };
  },
});

/** SimplePay weekly report: one bank credit is the sum of its net amounts; net = amount − commission. */
export const simplepayReport: StatementFormat = {
  name: layout.name,
  read(source, warn) {
    const statements = layout.read(source, warn);
    for (const line of statements?.flatMap((statement) => statement.transactions) ?? []) {
      const part = (heading: string) => Number((line.raw[heading] ?? '').replace(/[\s\u00a0]/gu, '').replace(',', '.'));
      const net = part('Tranzakció összege') - part('Tranzakciós jutalék');
      if (Number.isFinite(net) && Math.abs(net - Number(formatMinor(line.amount, line.currency))) > 0.005) {
        warn({ code: 'identity-broken', message: `transaction ${line.bankReference ?? ''}: amount less commission is not the net` });
      }
    }
    return statements;
  },
};
