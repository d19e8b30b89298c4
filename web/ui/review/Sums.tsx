import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvoiceView } from '#web/contract/invoices.ts';
import { scaled, unscaled } from '../shared/amount.ts';
import { formatMoney, formatNumber } from '../shared/format.ts';
import { Chip } from '../shared/StateChip.tsx';
import { fieldOf } from './fields.ts';

type Props = { invoice: InvoiceView; changes: Readonly<Record<string, string | null>>; children: ReactNode };

/** Net + VAT = gross while one types, with the difference. */
export function Sums({ invoice, changes, children }: Props) {
  const { t } = useTranslation();
  const now = (name: string) => (name in changes ? (changes[name] ?? null) : fieldOf(invoice, name));
  const [net, vat, gross] = [now('net'), now('vat'), now('gross')];
  // A receipt says what was paid and no more: nothing is missing then.
  const isBare = invoice.kind === 'receipt' && net === null && vat === null;
  const parts = [net, vat, gross].map(scaled);
  const difference = parts.every((part) => part !== null) ? parts[0]! + parts[1]! - parts[2]! : null;
  return (
    <div className="sums">
      {invoice.vatLines.length > 0 && (
        <table className="small">
          <thead>
            <tr>
              <th scope="col">{t('field.rate')}</th>
              <th scope="col">{t('field.net')}</th>
              <th scope="col">{t('field.vat')}</th>
              <th scope="col">{t('field.gross')}</th>
            </tr>
          </thead>
          <tbody>
            {invoice.vatLines.map((line) => (
              <tr key={`${line.rate}${line.net}`}>
                <td>{line.rate === null ? '–' : /^\d/.test(line.rate) ? `${formatNumber(line.rate)} %` : line.rate}</td>
                {(['net', 'vat', 'gross'] as const).map((part) => (
                  <td key={part} className="number">
                    {formatMoney(line[part], invoice.currency)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="row">
        {isBare ? null : difference === null ? (
          <Chip tone="amber" icon="alertTriangle">
            {t('review.sumUnknown')}
          </Chip>
        ) : difference === 0n ? (
          <Chip tone="green" icon="check">
            {t('review.sumRight')}
          </Chip>
        ) : (
          <Chip tone="red" icon="alertTriangle">
            {t('review.sumOff', { amount: formatMoney(unscaled(difference), invoice.currency) })}
          </Chip>
        )}
        <span className="grow right number strong">
          {isBare ? null : `${formatMoney(net, null)} + ${formatMoney(vat, null)} = `}
          {formatMoney(gross, null)}
        </span>
      </div>
      {children}
    </div>
  );
}
