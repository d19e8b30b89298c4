import { Writable } from 'node:stream';
import type { Response } from 'express';
import { openItemSheet } from '#services/actions/bank/export-open-items.ts';
import { transactionSheet } from '#services/actions/bank/export-transactions.ts';
import { type Sheet, writeCsv, writeXlsx } from '#services/actions/sheets/write-sheet.ts';
import { dayInBudapest } from '#services/domain/day.ts';
import { TransactionExportQuery } from '#web/contract/bank.ts';
import { OpenItemExportQuery } from '#web/contract/matching.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { filterOf, viewerOf } from './view.ts';

const mediaTypes = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv; charset=utf-8' };

export const exportTransactionsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/transactions/export',
  operationId: 'exportTransactions',
  summary: 'The list under the same filters as a workbook or CSV, with every line of it',
  permission: 'bank.read',
  params: BusinessParams,
  query: TransactionExportQuery,
  answer: null,
  answerType: mediaTypes.xlsx,
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ params: { businessId }, query: { format, ...filter }, caller, response }, { database }) {
    await send(response, 'tranzakciok', format, transactionSheet(database, businessId, viewerOf(caller, businessId), filterOf(filter)));
  },
});

export const exportOpenItemsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/open-items/export',
  operationId: 'exportOpenItems',
  summary: 'Open items under the same filters as a workbook or CSV, every one of them',
  permission: 'bank.read',
  params: BusinessParams,
  query: OpenItemExportQuery,
  answer: null,
  answerType: mediaTypes.xlsx,
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ params: { businessId }, query: { format, ...filter }, response }, { database }) {
    await send(response, 'nyitott-tetelek', format, openItemSheet(database, businessId, dayInBudapest(new Date()), filter));
  },
});

async function send(response: Response, name: string, format: 'xlsx' | 'csv', sheet: Sheet): Promise<void> {
  response.setHeader('Content-Type', mediaTypes[format]);
  response.setHeader('Content-Disposition', `attachment; filename="${name}-${dayInBudapest(new Date())}.${format}"`);
  const target = Writable.toWeb(response) as WritableStream<Uint8Array>;
  await (format === 'csv' ? writeCsv(target, sheet) : writeXlsx(target, sheet));
}
