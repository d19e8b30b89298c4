import { useTranslation } from 'react-i18next';
import type { InvoiceView } from '#web/contract/invoices.ts';
import { Icon } from '../shared/Icon.tsx';
import { fieldLabel } from '../shared/labels.ts';

/** What the law asks of the voucher and no source says, which may be a reader's miss; it hinders nothing. */
export function LegalNotices({ invoice }: { invoice: InvoiceView }) {
  const { t } = useTranslation();
  if (invoice.legalNotices.length === 0) return null;
  return (
    <section className="review-note small" aria-label={t('review.law.title')}>
      <b className="row">
        <Icon name="alertTriangle" />
        {t('review.law.title')}
      </b>
      <ul>
        {invoice.legalNotices.map(({ code, fields }) => (
          <li key={code}>{t(`review.law.${code}`, { fields: fields.map(fieldLabel).join(', ') })}</li>
        ))}
      </ul>
    </section>
  );
}
