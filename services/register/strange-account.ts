import type { Transaction } from 'sequelize';
import { normalAccount } from '#services/domain/bank-account.ts';
import type { InvoiceWire } from '#services/domain/invoice-wire.ts';
import { rows } from '#storage/sql.ts';

/**
 * The accounts known of a supplier when its invoice asks for money on another one: somebody may have changed the invoice
 * on its way. Known are the partner's confirmed accounts and those of its accepted invoices in the same currency.
 * Null when nothing is known yet, the account is a known one, or it cannot be read for sure.
 */
export async function strangeAccount(
  transaction: Transaction,
  { id, businessId, partnerId }: { id: string; businessId: string; partnerId: string | null },
  { supplier, currency }: Pick<InvoiceWire, 'supplier' | 'currency'>,
): Promise<string[] | null> {
  const account = normalAccount(supplier.account);
  if (account === null || partnerId === null) return null;
  const found = await rows<{ account: string }>(
    transaction,
    `select unnest(accounts) as account from partners where id = $1 and business_id = $2
     union select supplier_account from invoices
       where business_id = $2 and partner_id = $1 and id <> $3 and direction = 'payable' and state in ('ready', 'taken-over')
         and supplier_account is not null and currency is not distinct from $4`,
    partnerId,
    businessId,
    id,
    currency,
  );
  const known = [...new Set(found.flatMap((each) => normalAccount(each.account) ?? []))].sort();
  return known.length === 0 || known.includes(account) ? null : known;
}
