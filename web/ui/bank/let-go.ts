import type { MouseEvent } from 'react';

/** After a click with the pointer the button lets the focus go, so that the next Enter confirms; by keyboard it keeps it. */
export const letGo =
  (act: () => void) =>
  (event: MouseEvent<HTMLButtonElement>): void => {
    if (event.detail > 0) event.currentTarget.blur();
    act();
  };
