import { type RefObject, useEffect, useRef } from 'react';

/** After navigation the heading has the focus, unless a field asked for it, and the window its name. */
export function useHeading(title: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Bizonylat`;
    const here = document.activeElement;
    const isAsked = here instanceof HTMLElement && (here.autofocus || 'field' in here.dataset);
    if (!isAsked) heading.current?.focus({ preventScroll: true });
  }, [title]);
  return heading;
}
