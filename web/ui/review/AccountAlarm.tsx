import { useTranslation } from 'react-i18next';
import type { InvoiceView } from '#web/contract/invoices.ts';
import { formatAccount } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';

/** The supplier asks for its money elsewhere than before: both accounts beside each other, to be asked about on another way. */
export function AccountAlarm({ invoice }: { invoice: InvoiceView }) {
  const { t } = useTranslation();
  if (invoice.accountChanged === null) return null;
  return (
    <section className="review-note small" role="alert" aria-label={t('review.accountTitle')}>
      <b className="row">
        <Icon name="alertTriangle" />
        {t('review.accountTitle')}
      </b>
      <dl className="accounts">
        <div>
          <dt>{t('review.accountKnown')}</dt>
          {invoice.accountChanged.known.map((account) => (
            <dd key={account}>{formatAccount(account)}</dd>
          ))}
        </div>
        <div>
          <dt>{t('review.accountNew')}</dt>
          <dd className="strong">{invoice.supplier.account ? formatAccount(invoice.supplier.account) : t('common.unknown')}</dd>
        </div>
      </dl>
      <p>{t('review.accountHint')}</p>
    </section>
  );
}
