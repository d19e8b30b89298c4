import { Modal } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BusinessView } from '#web/contract/businesses.ts';
import type { Me } from '#web/contract/me.ts';
import { SearchHit } from '#web/contract/search.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { api, withFilters } from '../api/client.ts';
import { businessesQuery } from '../api/queries.ts';
import { hitLine, hitPath } from '../search/hits.ts';
import { matches } from './matches.ts';
import { PickList } from './PickList.tsx';
import { firmPlacesOf, placesOf } from './places.ts';

const shownHits = 12;

/** Ctrl-K: any client, screen, invoice, partner or word on a page from one field. */
export function Finder({ isOpen, onClose, business, me }: { isOpen: boolean; onClose: () => void; business: BusinessView | null; me: Me }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const { data: businesses = [] } = useQuery(businessesQuery);
  const found = useQuery({
    queryKey: ['search', business?.id, asked],
    queryFn: () => api.get(withFilters(`/businesses/${business!.id}/search`, { limit: shownHits, q: asked }), pageOf(SearchHit)),
    enabled: isOpen && business !== null && asked.length > 1,
    placeholderData: keepPreviousData,
  });
  const find = (typed: string) => {
    const places = business ? placesOf(business) : [];
    const firm = firmPlacesOf(me);
    return [
      ...(asked.length > 1 ? (found.data?.items ?? []) : []).map((hit) => ({
        ...hitLine(hit),
        go: () => void go(hitPath(business!.id, hit) as never),
      })),
      ...(asked.length > 1 && found.data?.items.length === shownHits
        ? [
            {
              id: 'all',
              word: t('search.all', { q: asked }),
              icon: 'search' as const,
              go: () => void go({ to: `/b/${business!.id}/search`, search: { q: asked } as never }),
            },
          ]
        : []),
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
