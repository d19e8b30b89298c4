import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AuditEntry } from '#web/contract/audit.ts';
import { meQuery } from '../api/queries.ts';
import { type Column, DataTable } from '../shared/DataTable.tsx';
import { Day } from '../shared/Day.tsx';
import { EmptyState } from '../shared/EmptyState.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { usePages } from '../shared/useList.ts';
import { auditActLabel, auditFacts, auditPlace, auditSubject } from './audit-words.ts';

/** Who did what, newest first; each line's fingerprint covers the one before it. */
export function AuditList({ path }: { path: string }) {
  const { t } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const list = usePages(['audit', path], path, AuditEntry);
  const actorOf = ({ actor, names }: AuditEntry) =>
    actor.id !== null && actor.id === me?.id ? t('audit.you') : ((actor.id && names?.[actor.id]) ?? t(`audit.actor.${actor.kind}`));
  const columns: Column<AuditEntry>[] = [
    { id: 'at', header: t('audit.when'), width: 150, text: ({ at }) => at, cell: ({ at }) => <Day at={at} /> },
    {
      id: 'who',
      header: t('audit.who'),
      width: 190,
      text: actorOf,
      cell: (entry) => <span title={entry.actor.id ?? ''}>{actorOf(entry)}</span>,
    },
    {
      id: 'what',
      header: t('audit.what'),
      width: 240,
      card: 'wide',
      text: ({ action }) => auditActLabel(action),
      cell: ({ action }) => <span className="strong">{auditActLabel(action)}</span>,
    },
    {
      id: 'on',
      header: t('audit.on'),
      width: 190,
      card: 'wide',
      text: auditSubject,
      cell: (entry) => <Subject entry={entry} />,
    },
    {
      id: 'facts',
      header: t('audit.facts'),
      card: 'wide',
      text: auditFacts,
      cell: (entry) => <span className="small faint">{auditFacts(entry)}</span>,
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

/** What it was done to, with its link where it has a screen. */
function Subject({ entry }: { entry: AuditEntry }) {
  const { businessId } = useParams({ strict: false });
  const place = businessId && entry.subject ? auditPlace(entry.subject) : null;
  const words = auditSubject(entry);
  return place ? (
    <Link className="link small" to={`/b/${businessId}${place}` as '/'}>
      {words}
    </Link>
  ) : (
    <span className="small faint">{words}</span>
  );
}
