import { useState } from 'react';

/** A choice that this browser keeps. */
export function useRemembered<T>(name: string, initial: T): [T, (value: T) => void] {
  const key = `bizonylat.${name}`;
  const [value, setValue] = useState<T>(() => {
    const kept = localStorage.getItem(key);
    return kept === null ? initial : (JSON.parse(kept) as T);
  });
  return [
    value,
    (next) => {
      setValue(next);
      localStorage.setItem(key, JSON.stringify(next));
    },
  ];
}
