import type { ColumnMappingBody } from '#web/contract/bank-statements.ts';

/** What a person says of a file: how its columns are read, whose account it is, and that an incomplete one is wanted. */
export type Say = { mapping?: ColumnMappingBody; account?: string; mayAddAccount: boolean; mayBeIncomplete: boolean };
export const nothingSaid: Say = { mayAddAccount: false, mayBeIncomplete: false };

export function formOf(file: File, { mapping, account, mayAddAccount, mayBeIncomplete }: Say): FormData {
  const form = new FormData();
  if (mapping) form.append('mapping', JSON.stringify(mapping));
  if (account) form.append('account', account);
  form.append('mayAddAccount', String(mayAddAccount));
  form.append('mayBeIncomplete', String(mayBeIncomplete));
  form.append('file', file);
  return form;
}
