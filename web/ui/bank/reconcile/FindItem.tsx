import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OpenItemView, OpenItemView as Shape } from '#web/contract/matching.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { api, withFilters } from '../../api/client.ts';
import { formatDay, formatMoney } from '../../shared/format.ts';

const shown = 20;

/** Any open item by number, order number or partner, for what the matcher did not think of. */
export function FindItem({ businessId, onFound }: { businessId: string; onFound: (item: OpenItemView) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ['open-item', businessId, 'find', asked],
    queryFn: () => api.get(withFilters(`/businesses/${businessId}/open-items`, { text: asked, limit: shown }), pageOf(Shape)),
    enabled: asked.length > 0,
  });
  const take = (item: OpenItemView | undefined) => {
    if (!item) return;
    onFound(item);
    setText('');
  };
  return (
    <div className="find-item">
      <TextInput
        data-find
        aria-label={t('bank.find')}
        placeholder={t('bank.find')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if (event.key !== 'Enter' || !asked) return;
          event.preventDefault();
          event.stopPropagation();
          take(found.data?.items[0]);
          event.currentTarget.blur();
        }}
        rightSection={<kbd>/</kbd>}
      />
      {asked.length > 0 && found.data && (
        <ul className="card list">
          {found.data.items.length === 0 && <li className="faint">{t('bank.foundNothing')}</li>}
          {found.data.items.map((item) => (
            <li key={item.id}>
              <button type="button" className="found-item" onClick={() => take(item)}>
                <span className="strong">{item.number ?? '–'}</span>
                <span className="grow clip faint">
                  {[item.partnerName, item.dueOn && t('bank.due', { day: formatDay(item.dueOn) })].filter(Boolean).join(' · ')}
                </span>
                <span className="number">{formatMoney(item.open, item.currency)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
