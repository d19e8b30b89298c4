/** What a party's word may be followed by before the value: more words of the form, never the value itself. */
const nameWords = 'neve|név|cégneve|cégnév|megnevezése|adatai|adatok|adata|name|names|details|information|info|data|daten';
const otherWords =
  'címe|cím|székhelye|székhely|lakcíme|lakcím|irányítószáma|irányítószám|telephelye|telephely|adószáma|adószám|adóig|adóigazgatási|közösségi|száma|szám|sz|csoportazonosítója|bankszámla\\p{L}*|pénzforgalmi|jelzőszáma|azonosítója|azonosító|telefonszáma|telefonja|telefon|e-mail|kódja|képviselője|address|tax|vat|number|no|phone|adresse|anschrift|elérhetősége|elérhetőségei';
const joiners = 'és|vagy|and|or|und|a|az|the';

const head = new RegExp(
  `^(?:[\\s,/&·.-]*(?:\\([^)]*\\)|(?<name>${nameWords})(?!\\p{L})|(?<other>${otherWords})(?!\\p{L})|(?:${joiners})(?![\\p{L}.])))*[\\s.]*(?<colon>[:|/]?)[\\s:,·/|)–-]*`,
  'iu',
);

/**
 * The words between a party's label and its value: `neve, címe, adószáma:`, `(fizető) adatai`, `:`.
 * `asks`: what the form wants there; `length`: where the value begins.
 */
export type Head = { asks: 'name' | 'other' | null; hasColon: boolean; length: number };

export function headOf(text: string): Head {
  const found = head.exec(text)!;
  const asked = found[0];
  const asks = new RegExp(`(?<!\\p{L})(?:${nameWords})(?!\\p{L})`, 'iu').test(asked)
    ? 'name'
    : new RegExp(`(?<!\\p{L})(?:${otherWords})(?!\\p{L})`, 'iu').test(asked)
      ? 'other'
      : null;
  return { asks, hasColon: found.groups?.['colon'] === ':', length: asked.length };
}
