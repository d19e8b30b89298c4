import { useRef, useState } from 'react';

/**
 * Keeps rows where they are while the pointer is over them: known rows change in place,
 * new ones wait and are counted in `fresh` until the pointer leaves or a person asks for them.
 */
export function useSteadyRows<Row>(given: readonly Row[], keyOf: (row: Row) => string) {
  const order = useRef<string[] | null>(null);
  const [, redraw] = useState(0);
  const current = new Map(given.map((row) => [keyOf(row), row]));
  const held = order.current;
  // Rows that a further page brought stand below; only those above the first known row would push it down.
  const firstKnown = held ? given.findIndex((row) => held.includes(keyOf(row))) : 0;
  const isHolding = held !== null && firstKnown > 0;
  const rows = isHolding ? given.slice(firstKnown) : given;
  return {
    rows,
    fresh: isHolding ? firstKnown : 0,
    hold: () => {
      order.current = [...current.keys()];
    },
    release: () => {
      order.current = null;
      if (isHolding) redraw((count) => count + 1);
    },
    showFresh: () => {
      order.current = [...current.keys()];
      redraw((count) => count + 1);
    },
  };
}
