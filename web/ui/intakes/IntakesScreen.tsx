import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { IntakeView } from '#web/contract/intakes.ts';
import { DoorsSide } from '../doors/DoorsSide.tsx';
import { doorsQuery } from '../doors/doors-query.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { EmptyState } from '../shared/EmptyState.tsx';
import { FilteredEmpty } from '../shared/FilteredEmpty.tsx';
import { FilterSelect } from '../shared/FilterSelect.tsx';
import { Filters } from '../shared/Filters.tsx';
import { SkeletonRows } from '../shared/Late.tsx';
import { doorLabel } from '../shared/labels.ts';
import { Page } from '../shared/Page.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Scroller } from '../shared/Scroller.tsx';
import { StateChip } from '../shared/StateChip.tsx';
import { useFilters } from '../shared/useFilters.ts';
import { useList } from '../shared/useList.ts';
import { DaySwitch } from './DaySwitch.tsx';
import { Delivery } from './Delivery.tsx';
import { shownParts, stateOf } from './parts.ts';
import './intakes.css';

const fates = ['kept', 'discarded', 'failed'] as const;

/** Every delivery with the fate of each of its parts. */
export function IntakesScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const { filters, set, clear, isFiltered } = useFilters(['on', 'fate', 'door', 'waits']);
  const list = useList('intake', business.id, '/intakes', IntakeView, filters);
  const doors = useQuery(doorsQuery(business.id));
  const states = list.rows.flatMap(({ parts }) => shownParts(parts).map(stateOf));
  return (
    <Page
      title={t('frame.intakes')}
      hint={<DaySwitch day={filters.on} onChange={(on) => set({ on })} />}
      tools={
        <Filters set={Object.keys(filters).filter((name) => name !== 'on').length}>
          <FilterSelect
            label={t('intakes.door')}
            value={filters.door}
            options={(doors.data?.items.map(({ door }) => door) ?? []).map((value) => ({ value, label: doorLabel(value) }))}
            onChange={(door) => set({ door })}
          />
          <FilterSelect
            label={t('field.state')}
            value={filters.waits ? 'waits' : filters.fate}
            options={[{ value: 'waits', label: t('state.review') }, ...fates.map((value) => ({ value, label: t(`state.${value}`) }))]}
            onChange={(chosen) => set(chosen === 'waits' ? { waits: 'true', fate: undefined } : { waits: undefined, fate: chosen })}
          />
        </Filters>
      }
    >
      <div className="page-tools">
        <span className="faint">{t('intakes.sum', { deliveries: list.rows.length, parts: states.length })}</span>
        {[...Map.groupBy(states, (state) => state)].map(([state, alike]) => (
          <StateChip key={state} state={state} count={alike.length} />
        ))}
      </div>
      {list.problem && <ProblemNotice problem={list.problem} onRetry={list.retry} />}
      <div className="intakes-split">
        <Scroller
          className="page-body"
          aria-label={t('frame.intakes')}
          onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) =>
            scrollTop + clientHeight > scrollHeight - 600 && list.more()
          }
        >
          {list.isLoading ? (
            <SkeletonRows />
          ) : list.rows.length > 0 ? (
            list.rows.map((intake) => (
              <Delivery
                key={intake.id}
                businessId={business.id}
                intake={intake}
                mayAct={business.may('intakes.act')}
                isOfTheDay={filters.on !== undefined}
              />
            ))
          ) : filters.on && Object.keys(filters).length === 1 ? (
            <EmptyState icon="inbox" title={t('intakes.nothingThatDay')}>
              <Button onClick={clear}>{t('intakes.everyDay')}</Button>
            </EmptyState>
          ) : isFiltered ? (
            <FilteredEmpty filters={Object.values(filters)} onClear={clear} />
          ) : (
            <EmptyState icon="inbox" title={t('intakes.emptyTitle')}>
              <p>{t('intakes.emptyHint')}</p>
              {business.mailAddress && <p className="strong">{business.mailAddress}</p>}
            </EmptyState>
          )}
        </Scroller>
        <DoorsSide businessId={business.id} />
      </div>
    </Page>
  );
}
