import { expect, test } from 'vitest';
import { nameAgrees, nameSimilarity, nameWords } from '#services/steps/match/names.ts';

const alike = (one: string, other: string) => nameSimilarity(nameWords(one), nameWords(other)) >= nameAgrees;

test.each([
  ['Zöldfa Faipari Kft.', 'ZOLDFA FAIPARI KORLATOLT FELELOSSEGU TARSASAG'],
  ['Őszirózsa Étterem Bt.', '?szirózsa Étterem'],
  ['Kovács-Minta Béla e.v.', 'BELA KOVACS MINTA'],
  ['Malomkő Könyvkiadó Zrt.', 'Malomkő Könyvki'],
])('H-106 “%s” is “%s”', (one, other) => expect(alike(one, other)).toBe(true));

test.each([
  ['Zöldfa Faipari Kft.', 'Zöldfa Pékség Kft.'],
  ['Kft.', 'Zrt.'],
  ['Kovács Béla', 'Kovács Anna'],
  ['Malomkő Nyomda', ''],
])('H-106 “%s” is not “%s”', (one, other) => expect(alike(one, other)).toBe(false));
