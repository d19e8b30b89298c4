import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AuditEntry } from '#web/contract/audit.ts';
import { meQuery } from '../api/queries.ts';
import { type Column, DataTable } from '../shared/DataTable.tsx';
import { Day } from '../shared/Day.tsx';
import { EmptyState } from '../shared/EmptyState.tsx';
import { auditActLabel } from '../shared/labels.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { usePages } from '../shared/useList.ts';

/** Who did what, newest first; each line's fingerprint covers the one before it. */
export function AuditList({ path }: { path: string }) {
  const { t } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const list = usePages(['audit', path], path, AuditEntry);
  const actorOf = ({ actor }: AuditEntry) => (actor.id !== null && actor.id === me?.id ? t('audit.you') : t(`audit.actor.${actor.kind}`));
  const factsOf = ({ facts }: AuditEntry) =>
    Object.entries(facts)
      .map(([name, value]) => `${name}: ${value}`)
      .join(', ');
  const columns: Column<AuditEntry>[] = [
    { id: 'at', header: t('audit.when'), width: 150, text: ({ at }) => at, cell: ({ at }) => <Day at={at} /> },
    {
      id: 'who',
      header: t('audit.who'),
      width: 140,
      text: actorOf,
      cell: (entry) => <span title={entry.actor.id ?? ''}>{actorOf(entry)}</span>,
    },
    {
      id: 'what',
      header: t('audit.what'),
      width: 240,
      card: 'wide',
      text: ({ action }) => action,
      cell: ({ action }) => <span className="strong">{auditActLabel(action)}</span>,
    },
    {
      id: 'facts',
      header: t('audit.facts'),
      isWide: true,
      card: 'wide',
      text: factsOf,
      cell: (entry) => <span className="small faint">{factsOf(entry)}</span>,
    },
    {
      id: 'on',
      header: t('audit.on'),
      isExtra: true,
      card: 'off',
      text: ({ subject }) => (subject ? `${subject.type} ${subject.id}` : ''),
      cell: ({ subject }) => <span className="small faint nowrap">{subject ? `${subject.type} ${subject.id.slice(0, 8)}` : ''}</span>,
    },
    {
      id: 'hash',
      header: t('audit.hash'),
      width: 120,
      card: 'off',
      text: ({ hash }) => hash,
      cell: ({ hash, number }) => (
        <span className="small faint number" title={hash}>
          {number}. {hash.slice(0, 8)}
        </span>
      ),
    },
  ];
  return (
    <>
      {list.problem && <ProblemNotice problem={list.problem} onRetry={list.retry} />}
      <DataTable
        name="audit"
        label={t('frame.audit')}
        rows={list.rows}
        columns={columns}
        rowKey={({ hash }) => hash}
        isLoading={list.isLoading}
        onMore={list.more}
        empty={
          list.problem ? null : (
            <EmptyState icon="history" title={t('audit.emptyTitle')}>
              <p>{t('audit.emptyHint')}</p>
            </EmptyState>
          )
        }
      />
    </>
  );
}
