import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BusinessView } from '#web/contract/businesses.ts';
import { InvoiceView } from '#web/contract/invoices.ts';
import type { Me } from '#web/contract/me.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { api, withFilters } from '../api/client.ts';
import { businessesQuery } from '../api/queries.ts';
import { formatMoney } from '../shared/format.ts';
import { matches } from './matches.ts';
import { PickList } from './PickList.tsx';
import { businessPlaces, firmPlaces } from './places.ts';

/** Ctrl-K: any client, screen or invoice from one field. */
export function Finder({ isOpen, onClose, business, me }: { isOpen: boolean; onClose: () => void; business: BusinessView | null; me: Me }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const { data: businesses = [] } = useQuery(businessesQuery);
  const invoices = useQuery({
    queryKey: ['invoice', business?.id, 'find', asked],
    queryFn: () =>
      api.get(
        withFilters(`/businesses/${business!.id}/invoices`, { limit: 8, [/\d/.test(asked) ? 'number' : 'supplierName']: asked }),
        pageOf(InvoiceView),
      ),
    enabled: isOpen && business !== null && asked.length > 1,
  });
  const find = (typed: string) => {
    const places = business
      ? businessPlaces
          .filter(({ needs }) => !needs || business.permissions.includes(needs))
          .map((place) => ({ ...place, path: `/b/${business.id}${place.path}` }))
      : [];
    const firm = me.accountants.length > 0 ? firmPlaces : [];
    return [
      ...(invoices.data?.items ?? []).map((invoice) => ({
        id: invoice.id,
        word: `${invoice.supplier.name ?? t('common.unknown')} · ${invoice.number ?? '–'}`,
        hint: formatMoney(invoice.gross, invoice.currency),
        icon: 'fileInvoice' as const,
        go: () => void go({ to: `/b/${business!.id}/invoices/${invoice.id}` }),
      })),
      ...businesses
        .filter((each) => matches(typed, each.name, each.taxNumber))
        .slice(0, typed ? 20 : 5)
        .map((each) => ({
          id: each.id,
          word: each.name,
          hint: each.taxNumber,
          icon: 'users' as const,
          go: () => void go({ to: `/b/${each.id}` }),
        })),
      ...[...places, ...firm]
        .filter((place) => matches(typed, t(`frame.${place.word}`)))
        .map((place) => ({ id: place.path, word: t(`frame.${place.word}`), icon: place.icon, go: () => void go({ to: place.path }) })),
    ];
  };
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="12dvh"
      title={t('frame.findAnything')}
      classNames={{ header: 'hidden' }}
    >
      <PickList label={t('frame.findAnything')} find={find} onDone={onClose} onType={setText} />
    </Modal>
  );
}
