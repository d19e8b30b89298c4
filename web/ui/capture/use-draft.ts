import { useEffect, useState } from 'react';
import type { EnteredValues } from '#web/contract/documents.ts';
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
const read = <Kept>(key: string) => inTurn(() => store<Kept | undefined>('draft', 'readonly', (all) => all.get(key)));
const keep = (key: string, value: unknown) => inTurn(() => store('draft', 'readwrite', (all) => all.put(value, key)));

/**
 * The voucher being photographed for a business: its pages and what is known of it, kept in the browser from the first
 * page on, so that closing the page loses none. Null until it was looked for.
 */
export function useDraft(businessId: string) {
  const [pages, showPages] = useState<readonly Shot[] | null>(null);
  const [values, showValues] = useState<Values>({});
  const [keys] = useState({ pages: `${businessId} pages`, values: `${businessId} values` });
  useEffect(() => {
    void Promise.all([read<Shot[]>(keys.pages), read<Values>(keys.values)]).then(
      ([keptPages, keptValues]) => {
        showValues(keptValues ?? {});
        showPages(keptPages ?? []);
      },
      () => showPages([]), // a browser that keeps nothing still photographs
    );
  }, [keys]);
  const setPages = (next: readonly Shot[]) => {
    showPages(next);
    return keep(keys.pages, next).catch(() => undefined); // shown all the same
  };
  const setValues = (next: Values) => {
    showValues(next);
    void keep(keys.values, next).catch(() => undefined);
  };
  /** The voucher was handed on: the next one begins empty. */
  const clear = () => {
    void setPages([]);
    setValues({});
  };
  return { pages, setPages, values, setValues, clear };
}
