import { expect, test } from 'vitest';
import type { DocumentKind } from '#services/domain/reading.ts';
import { classify } from '#services/steps/classify/classify.ts';
import { typedPage } from '#test/support/typed-page.ts';

/** What the same kinds are called elsewhere; a paragraph may hold title and text together. */
const documents: readonly (readonly [DocumentKind, string[]])[] = [
  [
    'delivery-note',
    [
      'ÁTADÁS-ÁTVÉTELI BIZONYLAT / Szállítólevél száma: 0012',
      'Átadta: Raktár 1 Átvette: Bolt 3',
      'tétel: papír A4 20 csomag, toner 2 db; gönygyöleg: 1 raklap',
    ],
  ],
  [
    'bank-history',
    [
      'Forgalmi lista – számlaforgalom',
      'Értéknap Megnevezés Összeg HUF',
      '2026.11.02 jóváírás utalás 120000',
      '2026.11.03 kártyatranzakció -4500',
    ],
  ],
  [
    'tax-account-statement',
    [
      'NAV adószámla egyenleg',
      'Adószámla kivonat 2026. november 3-i állapot',
      'Adónemkód Megnevezés Hátralék Túlfizetés',
      '101 Társasági adó 0 12 000',
      '258 Szociális hozzájárulási adó 5 000 0',
    ],
  ],
  [
    'tax-account-statement',
    [
      'Helyi adó folyószámla értesítő – Budapest Főváros Önkormányzata',
      'Adószámla egyenlegértesítő: iparűzési adó nyitó 0, kötelezettség 340 000, befizetés 340 000, egyenleg 0',
    ],
  ],
  [
    'reminder',
    [
      'Emlékeztető lejárt számláról',
      'Kedves Ügyfelünk! Az INV-55 számú számlájának fizetési határideje 2026.10.01-jén lejárt, befizetése még nem érkezett meg. Fizetendő: 12 700 Ft.',
    ],
  ],
  [
    'card-slip',
    ['KÁRTYATULAJDONOS PÉLDÁNYA', 'Terminál azonosító 0099 Tranzakció: vásárlás Összeg: 12 990 Ft Engedély: 556677 PIN azonosítás'],
  ],
  [
    'pro-forma',
    [
      'Előlegbekérő',
      'Száma: EB-12/2026 Kérjük az alábbi összeget átutalni: 254 000 Ft. A befizetést követően előlegszámlát állítunk ki. Adóügyi bizonylatnak nem minősül.',
    ],
  ],
  [
    'contract',
    [
      'ELŐFIZETŐI SZERZŐDÉS elektronikus hírközlési szolgáltatásra',
      'Szolgáltató: Háló Zrt. Előfizető: Kis Bt. Előfizetői szám: 99887 Díjcsomag: Net 500 Havi díj: 5 990 Ft Hűségidő 24 hónap',
    ],
  ],
  ['contract', ['Titoktartási megállapodás (NDA). A felek megállapodnak, hogy az üzleti titkot megőrzik.']],
  ['payroll', ['Lohnabrechnung Oktober 2026 Steuerklasse 1 Bruttolohn 3.200,00 Lohnsteuer 412,00 Nettolohn 2.150,00 Auszahlungsbetrag']],
  [
    'quote',
    [
      'Kedvezményes árajánlatunk',
      'Ajánlatkérő: Hotel Kft. Ajánlatadó: Festő Bt. Szobafestés 12 szoba 960 000 Ft + ÁFA. Ajánlati kötöttség 60 nap',
    ],
  ],
  [
    'warranty-card',
    [
      'JÓTÁLLÁSI JEGY Gyártó: Tesztgép Kft. Típus: KF-2 Gyártási szám 11223 A jótállás kezdete: a fogyasztási cikk átadása. Kijavítás iránti igény bejelentése',
    ],
  ],
  [
    'reminder',
    [
      'Egyenlegegyeztető',
      'Könyveink szerint 2026.10.31-én nyitott tételek: 2026/1 12 000 Ft, 2026/7 44 000 Ft. Kérjük egyeztetni szíveskedjenek.',
    ],
  ],
  ['reminder', ['Díjhátralék értesítő: az előfizetői díj befizetése nem érkezett be, hátralék 7 980 Ft, a szolgáltatás korlátozható.']],
  [
    'official-letter',
    ['Önkormányzati Hivatal jegyzője', 'Határozat telephely engedélyezéséről. Iktatószám: 44/2026 A határozat ellen fellebbezés'],
  ],
  ['official-letter', ['Fizetési meghagyás – közjegyző előtti eljárás – jogosult kötelezett ügyszám 99 ellentmondás']],
  ['performance-certificate', ['Teljesítést igazoló nyilatkozat: igazolom, hogy a fordítást hiánytalanul átvettem, számla kiállítható.']],
  ['pro-forma', ['Előlegbekérő levél: kérjük a foglaló 50 000 Ft átutalását 5 napon belül; ez a dokumentum nem számla.']],
  ['other', ['Emlékeztető a keddi megbeszélésről: 10 órakor a tárgyalóban, napirend a jövő évi terv.']],
  ['cash-voucher', ['Bevételi bizonylat pénztárba', 'Befizető: Kis Bt. Összeg: 45 000 Ft Jogcím: számla kiegyenlítés pénztáros']],
];

test.each(documents)('AC-C08 AC-C09 AC-C10 AC-C11 AC-C12 AC-C13 AC-C15 AC-C16 AC-C17 AC-C18 AC-C19 AC-C20 %s: %j', (kind, lines) => {
  expect(classify([typedPage(lines)], { form: 'text' }).kind).toBe(kind);
});

test('AC-C01 a paragraph that begins with an invoice speaks of one', () => {
  const letter = 'Számla kiegyenlítéséről tájékoztatjuk, hogy a szolgáltatás visszakapcsolása két munkanapon belül megtörténik';
  expect(classify([typedPage(['Tisztelt Ügyfelünk', letter])], { form: 'text' }).kind).not.toBe('invoice');
});
