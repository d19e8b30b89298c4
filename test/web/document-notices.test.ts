import { expect } from 'vitest';
import { openApp } from '#test/support/app.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from '#test/support/office.ts';
import { DocumentView } from '#web/contract/documents.ts';

test('LG-003 the answer to an upload says that payroll papers have another archive; of other kinds it says nothing', async ({
  db,
  databaseUrl,
}) => {
  const house = houseOn(db);
  await using app = await openApp(house, databaseUrl);
  const { businessId, email } = await aBusiness(house, (await aFirm(house)).accountantId);
  const cookie = await cookieFor(house, email);
  const noticesOf = async (kind: string | null) => {
    const form = new FormData();
    if (kind !== null) form.set('kind', kind);
    form.set('file', new File([`irat: ${kind}`], 'irat.txt'));
    const answer = await fetch(`${app.url}/api/v1/businesses/${businessId}/documents`, { method: 'POST', headers: { cookie }, body: form });
    return DocumentView.parse(await answer.json()).notices;
  };
  expect(await noticesOf('payroll')).toEqual(['not-an-archive']);
  expect(await noticesOf('contract')).toEqual([]);
  expect(await noticesOf(null)).toEqual([]);
});
