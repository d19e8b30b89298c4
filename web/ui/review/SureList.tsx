import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvoiceView } from '#web/contract/invoices.ts';
import { shown } from '../document/FieldList.tsx';
import { fieldLabel } from '../shared/labels.ts';
import { SourceChip } from '../shared/SourceChip.tsx';

type Props = {
  invoice: InvoiceView;
  names: readonly string[];
  active: string | null;
  onPoint: (name: string) => void;
  onOpen: (name: string) => void;
};

/** What is sure, as plain text: one stop of Tab, walked through by arrows, a field again when it is touched. */
export function SureList({ invoice, names, active, onPoint, onOpen }: Props) {
  const { t } = useTranslation();
  const [at, setAt] = useState(0);
  const walk = (event: KeyboardEvent<HTMLTableElement>) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = Math.min(names.length - 1, Math.max(0, at + step));
    setAt(next);
    event.currentTarget.querySelectorAll<HTMLElement>('.field-button')[next]?.focus();
  };
  if (names.length === 0) return null;
  return (
    <>
      <h3 className="review-part">
        {t('review.sure')} <span className="faint">{t('review.tabSkips')}</span>
      </h3>
      <table className="fields" onKeyDown={walk}>
        <tbody>
          {names.map((name, index) => (
            <tr key={name} data-active={name === active} onMouseEnter={() => onPoint(name)}>
              <th scope="row">{fieldLabel(name)}</th>
              <td>
                <button
                  type="button"
                  className="field-button"
                  tabIndex={index === Math.min(at, names.length - 1) ? 0 : -1}
                  onFocus={() => {
                    setAt(index);
                    onPoint(name);
                  }}
                  onClick={() => onOpen(name)}
                >
                  {shown(invoice, name)}
                </button>
              </td>
              <td className="right nowrap">
                {[...new Set((invoice.sources[name] ?? []).map(({ source }) => source))].map((source) => (
                  <SourceChip key={source} source={source} />
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
