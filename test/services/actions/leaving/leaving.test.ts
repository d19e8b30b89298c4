import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { grantAccessToken } from '#services/actions/accounts/access-tokens.ts';
import { resolveCaller } from '#services/actions/accounts/resolve-caller.ts';
import { operator } from '#services/actions/house.ts';
import { runDeletion, startDeletion } from '#services/actions/leaving/delete-business.ts';
import { linkToAccountant } from '#services/actions/leaving/handover.ts';
import { liftLegalHold, setLegalHold } from '#services/actions/leaving/legal-hold.ts';
import { completeSeparation, requestSeparation } from '#services/actions/leaving/separations.ts';
import { auditPage, hubChain, verifyAudit } from '#storage/audit.ts';
import { folderStore } from '#storage/objects/folder-store.ts';
import { row } from '#storage/sql.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, houseOn } from '#test/support/office.ts';

test('H-131 H-133 H-134 after separation the former accountant and its program see nothing; the business links itself elsewhere', async ({
  db,
}) => {
  const house = houseOn(db);
  const [firm, next] = [await aFirm(house), await aFirm(house)];
  const business = await aBusiness(house, firm.accountantId);
  const { accessToken } = await grantAccessToken(house, firm.securityKey, null);
  const seen = async () => (await resolveCaller(db, { authorization: `Bearer ${accessToken}` })).businesses.has(business.businessId);
  await expect(completeSeparation(house, business.businessId, operator)).rejects.toMatchObject({ code: 'conflict' });
  await requestSeparation(house, firm.visitor, business.businessId, '2026-11-20', undefined);
  expect(await seen()).toBe(true);
  await completeSeparation(house, business.businessId, operator);
  expect(await seen()).toBe(false);
  expect(await linkToAccountant(house, business.visitor, business.businessId, next.taxNumber)).toMatchObject({
    accountantId: next.accountantId,
  });
});

test('H-129 H-136 LG-007 deletion waits for separation, stops at a hold, removes every row and keeps one record', async ({ db }) => {
  const house = houseOn(db);
  const firm = await aFirm(house);
  const { businessId, name, visitor } = await aBusiness(house, firm.accountantId);
  const folder = mkdtempSync(join(tmpdir(), 'objects-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await expect(startDeletion(house, visitor, businessId, { name })).rejects.toMatchObject({ code: 'still-attached' });
  await completeSeparation(house, businessId, operator, { proof: 'postai átvétel' });
  await setLegalHold(house, businessId, 'vizsgálat', operator);
  await expect(startDeletion(house, visitor, businessId, { name })).rejects.toMatchObject({ code: 'legal-hold' });
  await liftLegalHold(house, businessId, operator);
  await expect(startDeletion(house, visitor, businessId, { name: 'más' })).rejects.toMatchObject({ code: 'confirmation-needed' });
  const choreId = await startDeletion(house, visitor, businessId, { name });
  for (let again = 0; again < 2; again += 1) await runDeletion(house, folderStore(folder), choreId, () => Promise.resolve());
  for (const table of ['businesses where id', 'audit where chain_id', 'engagements where business_id', 'business_keys where business_id'])
    expect(await row(db, `select 1 from ${table} = $1`, businessId), table).toBeUndefined();
  expect((await auditPage(db, hubChain, 5)).map(({ action, subjectId }) => [action, subjectId])).toContainEqual([
    'business.deleted',
    businessId,
  ]);
  expect((await verifyAudit(db)).broken).toEqual([]);
});
