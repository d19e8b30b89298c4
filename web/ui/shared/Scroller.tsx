import type { ComponentProps } from 'react';

/** A named part of a screen that scrolls; reachable by keyboard, as what scrolls must be (WCAG 2.1.1). */
export const Scroller = (props: ComponentProps<'section'> & { 'aria-label': string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
  <section tabIndex={0} {...props} />
);
