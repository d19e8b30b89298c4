import { useTranslation } from 'react-i18next';
import type { InvoiceView } from '#web/contract/invoices.ts';
import { fieldNames } from '../review/fields.ts';
import { written } from '../review/typing.ts';
import { fieldLabel } from '../shared/labels.ts';
import { SourceChip } from '../shared/SourceChip.tsx';
import { Chip } from '../shared/StateChip.tsx';

/** Field by field what each source says, which one stands, and why (promise 4). */
export function SourcesTable({ invoice }: { invoice: InvoiceView }) {
  const { t } = useTranslation();
  const said = fieldNames.flatMap((name) => {
    const sources = invoice.sources[name] ?? [];
    return sources.length === 0 ? [] : [{ name, sources }];
  });
  if (said.length === 0) return <p className="empty">{t('review.noSources')}</p>;
  const shown = (name: string, value: unknown): string => {
    if (typeof value !== 'string') return '–';
    if (name === 'kind') return t(`invoiceKind.${value as 'invoice'}`);
    return name === 'paymentMethod' ? t(`payment.${value as 'cash'}`) : written(name, value);
  };
  return (
    <table className="sources">
      <thead>
        <tr>
          <th scope="col">{t('document.read')}</th>
          <th scope="col">{t('review.source')}</th>
          <th scope="col">{t('review.value')}</th>
          <th scope="col">
            <span className="hidden">{t('field.state')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {said.flatMap(({ name, sources }) =>
          sources.map(({ source, origin, value, won, because }, index) => (
            <tr key={`${name}${origin}`} data-first={index === 0}>
              {index === 0 && (
                <th scope="rowgroup" rowSpan={sources.length}>
                  {fieldLabel(name)}
                </th>
              )}
              <td>
                <SourceChip source={source} isWinner={won} />
              </td>
              <td className={won ? 'strong' : 'faint'}>{shown(name, value)}</td>
              <td className="right">
                {won ? (
                  <Chip tone="green" icon="check">
                    {t('review.won')}
                  </Chip>
                ) : because === 'agrees' ? (
                  <Chip tone="grey">{t('review.agrees')}</Chip>
                ) : (
                  <Chip tone="amber" icon="alertTriangle">
                    {t('review.lost')}
                  </Chip>
                )}
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}
