import { useEffect, useState } from 'react';
import type { EnteredValues } from '#web/contract/documents.ts';
import { useRemembered } from '../shared/remembered.ts';
import { store } from './capture-store.ts';
import type { Shot } from './picture.ts';

type Values = Partial<EnteredValues>;

/** Acts on the store follow one another: what was said last is what stays. */
let last: Promise<unknown> = Promise.resolve();
const inTurn = <Result>(act: () => Promise<Result>): Promise<Result> => {
  const mine = last.then(act);
  last = mine.catch(() => undefined); // told to whoever asked
  return mine;
};
const read = (key: string) => inTurn(() => store<Shot[] | undefined>('draft', 'readonly', (all) => all.get(key)));
const keep = (key: string, pages: readonly Shot[]) => inTurn(() => store('draft', 'readwrite', (all) => all.put(pages, key)));

/**
 * The voucher being photographed for a business: its pages and what is known of it, kept in the browser from the first
 * page on, so that closing the page loses none: what is typed within the stroke, since a page that closes waits for no
 * database. Pages are null until they were looked for.
 */
export function useDraft(businessId: string) {
  const [pages, showPages] = useState<readonly Shot[] | null>(null);
  const [values, setValues] = useRemembered<Values>(`voucher.${businessId}`, {});
  const [key] = useState(`${businessId} pages`);
  useEffect(() => {
    void read(key).then(
      (kept) => showPages(kept ?? []),
      () => showPages([]), // a browser that keeps nothing still photographs
    );
  }, [key]);
  const setPages = (next: readonly Shot[]) => {
    showPages(next);
    return keep(key, next).catch(() => undefined); // shown all the same
  };
  /** The voucher was handed on: the next one begins empty. */
  const clear = () => {
    void setPages([]);
    setValues({});
  };
  return { pages, setPages, values, setValues, clear };
}
