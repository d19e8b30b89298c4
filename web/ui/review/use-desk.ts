import { useState } from 'react';
import { filled, typed, written } from './typing.ts';

/** What a person has typed on one voucher and not yet accepted, and the field pointed at. */
export function useDesk() {
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [opened, setOpened] = useState<readonly string[]>([]);
  const [active, setActive] = useState<string | null>(null);
  const [words, setWords] = useState<string | null>(null);
  const entries = Object.entries(texts).map(([name, text]) => [name, typed(name, text)] as const);
  const point = (name: string) => {
    if (name === active) return;
    setActive(name);
    setWords(null);
  };
  return {
    texts,
    opened,
    active,
    point,
    /** Changes that are days and amounts where these belong. */
    changes: Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Record<string, string | null>,
    wrong: entries.flatMap(([name, value]) => (value === undefined ? [name] : [])),
    type: (name: string, text: string) => setTexts((before) => ({ ...before, [name]: text })),
    choose: (changed: Readonly<Record<string, string | null>>) =>
      setTexts((before) => ({
        ...before,
        ...Object.fromEntries(Object.entries(changed).map(([name, value]) => [name, written(name, value)])),
      })),
    open: (name: string) => {
      setOpened((before) => (before.includes(name) ? before : [...before, name]));
      point(name);
    },
    /** A click on a word of the page; the next one may add the rest of an amount. */
    fill: (word: string) => {
      if (active === null) return;
      const text = filled(active, words, word);
      if (typed(active, text) === undefined) return;
      setWords(text);
      setTexts((before) => ({ ...before, [active]: text }));
    },
  };
}
export type Desk = ReturnType<typeof useDesk>;
