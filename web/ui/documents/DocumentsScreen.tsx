import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { documentStates } from '#services/domain/document-state.ts';
import { type DocumentKind, documentKinds } from '#services/domain/reading.ts';
import { DocumentView } from '#web/contract/documents.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { type Column, DataTable } from '../shared/DataTable.tsx';
import { Day } from '../shared/Day.tsx';
import { waitsBecause } from '../shared/doubts.ts';
import { EmptyState } from '../shared/EmptyState.tsx';
import { FetchFiles } from '../shared/FetchFiles.tsx';
import { FilteredEmpty } from '../shared/FilteredEmpty.tsx';
import { FilterSelect } from '../shared/FilterSelect.tsx';
import { Filters } from '../shared/Filters.tsx';
import { formatInstant, formatSize } from '../shared/format.ts';
import { Page } from '../shared/Page.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { StateChip } from '../shared/StateChip.tsx';
import { Thumb } from '../shared/Thumb.tsx';
import { useFilters } from '../shared/useFilters.ts';
import { useList } from '../shared/useList.ts';
import { UploadButton, UploadZone } from '../upload/UploadZone.tsx';

/** All documents of a business; their states change as the machine works on them. */
export function DocumentsScreen() {
  const { t } = useTranslation();
  const go = useNavigate();
  const business = useBusiness();
  const { filters, set, clear, isFiltered } = useFilters(['state', 'kind', 'intakeId']);
  const [kind, setKind] = useState<DocumentKind | null>(null);
  const list = useList('document', business.id, '/documents', DocumentView, filters);
  const kindOf = (document: DocumentView) => (document.kind ? t(`kind.${document.kind}`) : '–');
  const columns: Column<DocumentView>[] = [
    {
      id: 'thumb',
      header: t('documents.page'),
      width: 44,
      card: 'off',
      cell: (document) => <Thumb businessId={business.id} document={document} />,
    },
    {
      id: 'name',
      header: t('documents.name'),
      isWide: true,
      card: 'grow',
      text: ({ name }) => name,
      cell: ({ id, name }) => (
        <Link className="strong" to="/b/$businessId/documents/$id" params={{ businessId: business.id, id }}>
          {name}
        </Link>
      ),
    },
    {
      id: 'state',
      header: t('field.state'),
      width: 150,
      text: ({ state }) => t(`state.${state}`),
      cell: ({ state }) => <StateChip state={state} />,
    },
    {
      id: 'kind',
      header: t('field.kind'),
      width: 170,
      card: 'wide',
      text: kindOf,
      cell: (document) => <span className="small">{kindOf(document)}</span>,
    },
    {
      id: 'because',
      header: t('documents.because'),
      isWide: true,
      card: 'wide',
      text: waitsBecause,
      cell: (document) => <span className="small faint">{waitsBecause(document)}</span>,
    },
    {
      id: 'size',
      header: t('documents.size'),
      align: 'right',
      width: 90,
      card: 'off',
      text: ({ size }) => String(size),
      cell: ({ size }) => <span className="small number">{formatSize(size)}</span>,
    },
    {
      id: 'pages',
      header: t('documents.pages'),
      align: 'right',
      width: 80,
      card: 'off',
      isExtra: true,
      text: ({ pageCount }) => String(pageCount ?? ''),
      cell: ({ pageCount }) => pageCount ?? '–',
    },
    {
      id: 'received',
      header: t('documents.received'),
      align: 'right',
      width: 130,
      text: ({ receivedAt }) => formatInstant(receivedAt),
      cell: ({ receivedAt }) => (
        <span className="small">
          <Day at={receivedAt} />
        </span>
      ),
    },
  ];
  return (
    <UploadZone businessId={business.id} kind={kind}>
      <Page
        title={t('frame.documents')}
        tools={business.may('documents.upload') && <UploadButton businessId={business.id} kind={kind} onKind={setKind} />}
      >
        <div className="page-tools">
          <Filters set={['state', 'kind'].filter((name) => name in filters).length}>
            <FilterSelect
              label={t('field.state')}
              value={filters.state}
              options={documentStates.map((value) => ({ value, label: t(`state.${value}`) }))}
              onChange={(state) => set({ state })}
            />
            <FilterSelect
              label={t('field.kind')}
              value={filters.kind}
              options={documentKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
              onChange={(value) => set({ kind: value })}
            />
          </Filters>
          {filters.intakeId && (
            <button type="button" className="chip" onClick={() => set({ intakeId: undefined })}>
              {t('documents.oneIntake')} ×
            </button>
          )}
          {business.may('exports.make') && (
            <FetchFiles
              businessId={business.id}
              filter={{ state: filters.state, intakeId: filters.intakeId, kinds: filters.kind ? [filters.kind] : undefined }}
            />
          )}
        </div>
        {list.problem && <ProblemNotice problem={list.problem} onRetry={list.retry} />}
        <DataTable
          name="documents"
          label={t('frame.documents')}
          rows={list.rows}
          columns={columns}
          rowKey={({ id }) => id}
          foot={<span className="small number">{formatSize(list.rows.reduce((sum, { size }) => sum + size, 0))}</span>}
          isLoading={list.isLoading}
          onMore={list.more}
          onOpen={({ id }) => void go({ to: '/b/$businessId/documents/$id', params: { businessId: business.id, id } })}
          empty={
            isFiltered ? (
              <FilteredEmpty filters={Object.values(filters)} onClear={clear} />
            ) : (
              <EmptyState icon="files" title={t('documents.emptyTitle')}>
                <p>{t('documents.emptyHint')}</p>
                {business.mailAddress && <p className="strong">{business.mailAddress}</p>}
              </EmptyState>
            )
          }
        />
      </Page>
    </UploadZone>
  );
}
