import { expect } from 'vitest';
import { anOffice } from '#test/support/bank-office.ts';
import { test } from '#test/support/database.ts';
import { DocumentView } from '#web/contract/documents.ts';

test('LG-003 the answer to an upload says that payroll papers have another archive; of other kinds it says nothing', async ({
  db,
  databaseUrl,
}) => {
  await using office = await anOffice(db, databaseUrl);
  const noticesOf = async (kind: string | null) => {
    const form = new FormData();
    if (kind !== null) form.set('kind', kind);
    form.set('file', new File([`irat: ${kind}`], 'irat.txt'));
    return DocumentView.parse((await office.owner('POST', '/documents', form)).body).notices;
  };
  expect(await noticesOf('payroll')).toEqual(['not-an-archive']);
  expect(await noticesOf('contract')).toEqual([]);
  expect(await noticesOf(null)).toEqual([]);
});
