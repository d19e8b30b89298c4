import i18next from 'i18next';
import type { InvoiceView } from '#web/contract/invoices.ts';
import { fieldNames, fieldOf } from '../review/fields.ts';
import type { Evidence } from '../shared/evidence.ts';
import { formatDay, formatMoney, formatNumber } from '../shared/format.ts';
import { hintOf } from '../shared/hints.ts';
import { fieldLabel } from '../shared/labels.ts';
import { SourceChip } from '../shared/SourceChip.tsx';

/** A field's value as a person reads it. */
export function shown(invoice: InvoiceView, name: string): string {
  const value = fieldOf(invoice, name);
  if (value === null) return '–';
  if (name.endsWith('On')) return formatDay(value);
  if (name === 'kind') return i18next.t(`invoiceKind.${value as 'invoice'}`);
  if (name === 'paymentMethod') return i18next.t(`payment.${value as 'cash'}`);
  if (['net', 'vat', 'gross', 'payable'].includes(name)) return formatMoney(value, invoice.currency);
  if (name.endsWith('Huf')) return formatMoney(value, 'HUF');
  return name === 'exchangeRate' ? formatNumber(value) : value;
}

/** What is known of an invoice; a field pointed at shows its place on the page. */
export function FieldList({
  invoice,
  evidence,
  active,
  onPoint,
}: {
  invoice: InvoiceView;
  evidence: Record<string, Evidence>;
  active: string | null;
  onPoint: (field: string | null) => void;
}) {
  return (
    <table className="fields">
      <tbody>
        {fieldNames
          .filter((name) => fieldOf(invoice, name) !== null || evidence[name])
          .map((name) => (
            <tr key={name} data-active={name === active} onMouseEnter={() => onPoint(name)} onMouseLeave={() => onPoint(null)}>
              <th scope="row">{fieldLabel(name)}</th>
              <td className={evidence[name] && !evidence[name].sure ? 'ask' : ''}>
                <button
                  type="button"
                  className="field-button"
                  title={hintOf(name, fieldOf(invoice, name) ?? '', invoice.suppliedOn ?? invoice.issuedOn)}
                  onFocus={() => onPoint(name)}
                  onClick={() => onPoint(name)}
                >
                  {shown(invoice, name)}
                </button>
              </td>
              <td className="right nowrap">
                {(invoice.sources[name] ?? [])
                  .filter((each, index, all) => all.findIndex(({ source }) => source === each.source) === index)
                  .map(({ source, won }) => (
                    <SourceChip key={source} source={source} isWinner={won} />
                  ))}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
