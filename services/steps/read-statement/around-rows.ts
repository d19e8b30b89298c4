import { normalAccount } from '#services/domain/bank-account.ts';
import { accountAsKept } from '#services/domain/statement.ts';
import { folded } from '#services/domain/text.ts';
import { type Cell, textOf } from './cells.ts';
import { dayFrom } from './days.ts';
import { fieldOfHeading } from './headings.ts';
import type { Row, Table } from './workbook.ts';

/** What the lines around a table's transactions say: of the whole account, not of one row. The balances are cells as written. */
export type AroundRows = { account: string | null; currency: string | null; opening: Cell | null; closing: Cell | null };

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const isCurrency = (text: string): boolean => currencies.has(text);

const accountInside = /\b(?:[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){3,7}(?:[ -]?[A-Z0-9]{1,4})?|\d{8}[- ]?\d{8}(?:[- ]?\d{8})?)(?![\dA-Z])/g;
const openingWords = /^(?:nyito ?egyenleg|opening balance|balance brought forward|anfangssaldo|solde (?:initial|d'ouverture))/;
const closingWords = /^(?:zaro ?egyenleg|closing balance|balance carried forward|endsaldo|solde (?:final|de cloture))/;

/** How many rows at either end of a table may speak of the whole of it. */
const searchedRows = 60;

/** Reads the rows above the heading, and those near either end with the words of an opening or closing balance. */
export function aroundRows({ name, rows }: Table, heading: Row | null): AroundRows {
  const ends = rows.length > 2 * searchedRows ? [...rows.slice(0, searchedRows), ...rows.slice(-searchedRows)] : rows;
  const above = heading ? rows.slice(0, rows.indexOf(heading)) : [];
  return {
    account: accountIn(above),
    currency: currencyIn(above) ?? currencyInName(name),
    opening: balanceIn(ends, openingWords),
    closing: balanceIn(ends, closingWords),
  };
}

const only = <Value>(values: Iterable<Value>): Value | null => {
  const [first, ...others] = new Set(values);
  return first !== undefined && others.length === 0 ? first : null;
};

/** The one account in them with right check digits; without any, what stands behind the word for it. */
function accountIn(above: readonly Row[]): string | null {
  const valid = above.flatMap(({ cells }) =>
    cells.flatMap((cell) =>
      (textOf(cell).match(accountInside) ?? []).flatMap(
        (text) => normalAccount(text) ?? normalAccount(text.replace(/\s+[A-Z]{3}$/, '')) ?? [],
      ),
    ),
  );
  if (valid.length > 0) return only(valid);
  return only(labelled(above, 'account').flatMap((text) => (/\d{8}/.test(text) ? (accountAsKept(text) ?? []) : [])));
}

function currencyIn(above: readonly Row[]): string | null {
  const behindAccount = labelled(above, 'account').flatMap((text) => /\d\s*[( ]([A-Z]{3})\)?$/.exec(text)?.[1] ?? []);
  const named = [...labelled(above, 'currency'), ...behindAccount].filter(isCurrency);
  return only(named.length > 0 ? named : above.flatMap(({ cells }) => cells.map(textOf).filter(isCurrency)));
}

const currencyInName = (name: string): string | null => only((name.match(/(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])/g) ?? []).filter(isCurrency));

/** What stands behind a word: in the next filled cell, or in the same one after a colon. */
function labelled(above: readonly Row[], field: 'account' | 'currency'): string[] {
  return above.flatMap(({ cells }) => {
    const texts = cells.map(textOf).filter((text) => text !== '');
    return texts.flatMap((text, at) => {
      const [label = '', ...rest] = text.split(':');
      if (fieldOfHeading(label) !== field) return [];
      return rest.join(':').trim() || (texts[at + 1] ?? []);
    });
  });
}

/** The single figure beside the word; a day there is none, and two figures leave it open. */
function balanceIn(rows: readonly Row[], words: RegExp): Cell | null {
  const found = rows.flatMap(({ cells }) => {
    const at = cells.findIndex((cell) => words.test(folded(textOf(cell))));
    if (at < 0) return [];
    const inside = /:\s*(\S.*)$/.exec(textOf(cells[at]))?.[1];
    const figures = [...(inside === undefined ? [] : [inside]), ...cells.slice(at + 1)].filter(
      (cell) => typeof cell === 'number' || (/^[-+−(]?\s*(?:[A-Z€$]{1,3}\s*)?\d/u.test(cell.trim()) && dayFrom(cell) === null),
    );
    return [only(figures)];
  });
  return found.length === 1 ? found[0]! : null;
}
