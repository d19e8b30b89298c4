import { type ReactNode, useEffect } from 'react';
import { Icon } from '../shared/Icon.tsx';

/** The quiet page before one is in: a mark, a heading, one form. */
export function Gate({ title, isWide = false, children }: { title: string; isWide?: boolean; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} – Bizonylat`;
  }, [title]);
  return (
    <main className="gate">
      <div className={isWide ? 'gate-card wide' : 'gate-card'}>
        <div className="gate-brand">
          <Icon name="fileInvoice" size={24} />
          Bizonylat
        </div>
        <h1 style={{ marginBottom: 16 }}>{title}</h1>
        {children}
      </div>
    </main>
  );
}
