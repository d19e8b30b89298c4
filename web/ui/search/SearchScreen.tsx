import { TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchHit } from '#web/contract/search.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { api, withFilters } from '../api/client.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { EmptyState } from '../shared/EmptyState.tsx';
import { FilterSelect } from '../shared/FilterSelect.tsx';
import { Icon } from '../shared/Icon.tsx';
import { Page } from '../shared/Page.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Scroller } from '../shared/Scroller.tsx';
import { useFilters } from '../shared/useFilters.ts';
import { hitLine, hitPath } from './hits.ts';

const types = ['invoice', 'document', 'partner'] as const;

/** Everything of one business in which the words, the number or the amount stand. */
export function SearchScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const { filters, set } = useFilters(['q', 'type']);
  const asked = useDeferredValue((filters.q ?? '').trim());
  const found = useQuery({
    queryKey: ['search', business.id, asked, filters.type ?? null],
    queryFn: () =>
      api.get(withFilters(`/businesses/${business.id}/search`, { q: asked, type: filters.type, limit: 200 }), pageOf(SearchHit)),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  const hits = asked === '' ? [] : (found.data?.items ?? []);
  return (
    <Page
      title={t('search.title')}
      tools={
        <>
          <TextInput
            aria-label={t('search.field')}
            placeholder={t('search.field')}
            value={filters.q ?? ''}
            onChange={(event) => set({ q: event.currentTarget.value })}
            data-autofocus
          />
          <FilterSelect
            label={t('search.type')}
            value={filters.type}
            options={types.map((type) => ({ value: type, label: t(`search.types.${type}`) }))}
            onChange={(type) => set({ type })}
          />
        </>
      }
    >
      {found.error && <ProblemNotice problem={found.error} onRetry={() => void found.refetch()} />}
      {hits.length === 0 && !found.isFetching ? (
        <EmptyState icon="search" title={asked === '' ? t('search.emptyTitle') : t('search.nothing', { q: asked })}>
          <p>{t('search.emptyHint')}</p>
        </EmptyState>
      ) : (
        <Scroller aria-label={t('search.title')}>
          <ul className="list">
            {hits.map((hit) => {
              const { icon, word, hint } = hitLine(hit);
              return (
                <li key={`${hit.type}${hit.id}`}>
                  <Icon name={icon} />
                  <Link className="link grow clip" {...(hitPath(business.id, hit) as { to: '/' })}>
                    {word}
                  </Link>
                  <span className="small faint">{hint}</span>
                </li>
              );
            })}
          </ul>
        </Scroller>
      )}
    </Page>
  );
}
