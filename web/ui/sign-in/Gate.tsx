import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../shared/Icon.tsx';
import { useHeading } from '../shared/useHeading.ts';
import { speak } from '../texts/texts.ts';

/** The quiet page before one is in: a mark, the language, a heading, one form. */
export function Gate({ title, isWide = false, children }: { title: string; isWide?: boolean; children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const heading = useHeading(title);
  const other = i18n.language === 'hu' ? 'en' : 'hu';
  return (
    <main className="gate">
      <div className={isWide ? 'gate-card wide' : 'gate-card'}>
        <div className="gate-brand">
          <Icon name="fileInvoice" size={24} />
          Bizonylat
          <button type="button" className="gate-language" lang={other} onClick={() => void speak(other)}>
            {t('frame.otherLanguage')}
          </button>
        </div>
        <h1 ref={heading} tabIndex={-1} style={{ marginBottom: 16 }}>
          {title}
        </h1>
        {children}
      </div>
    </main>
  );
}
