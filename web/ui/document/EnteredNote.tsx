import { useTranslation } from 'react-i18next';
import type { DocumentDetail } from '#web/contract/documents.ts';
import { Icon } from '../shared/Icon.tsx';

/** What the person who photographed a voucher said of it that no field of the voucher holds: that it is paid, and a note (H-074). */
export function EnteredNote({ entered }: Pick<DocumentDetail, 'entered'>) {
  const { t } = useTranslation();
  if (!entered?.isPaid && !entered?.note) return null;
  const how = entered.paymentMethod && t(`payment.${entered.paymentMethod}`);
  return (
    <div className="note" data-tone="blue">
      <Icon name="info" />
      <div>
        {entered.isPaid && <p>{how ? t('entered.paidBy', { how }) : t('entered.paid')}</p>}
        {entered.note && <p className="entered-note">{t('entered.note', { note: entered.note })}</p>}
      </div>
    </div>
  );
}
