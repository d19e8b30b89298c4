import type { ReactNode } from 'react';
import { useHeading } from './useHeading.ts';

/** A screen under its heading; after navigation the heading has the focus, unless the screen gave it to a field, and the window its name. */
export function Page({
  title,
  hint,
  tools,
  hideTitle = false,
  children,
}: {
  title: string;
  hint?: ReactNode;
  tools?: ReactNode;
  hideTitle?: boolean;
  children: ReactNode;
}) {
  const heading = useHeading(title);
  const h1 = (
    <h1 ref={heading} tabIndex={-1} className={hideTitle ? 'hidden' : undefined}>
      {title}
    </h1>
  );
  return (
    <div className="page">
      {hideTitle ? (
        h1
      ) : (
        <div className="page-head">
          {h1}
          {hint && <span className="small faint">{hint}</span>}
          <span className="grow" />
          {tools}
        </div>
      )}
      {children}
    </div>
  );
}
