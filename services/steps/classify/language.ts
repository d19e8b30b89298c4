import type { Page } from '#services/domain/reading.ts';
import { folded } from '#services/domain/text.ts';

/** Frequent words, short ones of the running text and those that bills are full of. */
const frequent: Readonly<Record<string, string>> = {
  hu: 'a az es vagy nem szamla adoszam vevo elado fizetesi netto brutto afa osszesen db kelt hatarido utca szama teljesites',
  en: 'the and of to invoice total date number tax amount for is due qty price customer bill from your payment',
  de: 'der die das und rechnung nr datum mwst ust summe gmbh fur von mit betrag menge kunde bitte steuer zum',
  fr: 'le la les de des et facture tva montant date du client total ttc ht numero paiement pour votre',
  nl: 'de het een en factuur btw totaal aantal prijs klant datum van per incl je',
  it: 'il di fattura iva totale data cliente importo numero per del imponibile',
  es: 'el la de factura iva total fecha cliente importe numero base por',
  pl: 'faktura nabywca sprzedawca kwota data razem netto brutto do zaplaty',
  cs: 'faktura dodavatel odberatel celkem datum dph splatnosti',
  ro: 'factura tva furnizor cumparator total data cota',
};
const dictionaries = Object.entries(frequent).map(([language, list]) => [language, new Set(list.split(' '))] as const);

/** The language of most words; null where there is too little to tell. */
export function languageOf(pages: readonly Page[]): string | null {
  const words = pages.flatMap((page) => page.words.flatMap(({ text }) => folded(text).match(/\p{L}+/gu) ?? []));
  const counts = dictionaries
    .map(([language, dictionary]) => ({ language, count: words.filter((word) => dictionary.has(word)).length }))
    .sort((a, b) => b.count - a.count);
  const [first] = counts;
  return first && first.count >= 2 ? first.language : null;
}
