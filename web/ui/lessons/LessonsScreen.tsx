import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { LessonsView } from '#web/contract/lessons.ts';
import { api } from '../api/client.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { type Column, DataTable } from '../shared/DataTable.tsx';
import { Day } from '../shared/Day.tsx';
import { EmptyState } from '../shared/EmptyState.tsx';
import { fieldLabel } from '../shared/labels.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { told, toldProblem } from '../shared/toast.tsx';

type Lessons = z.infer<typeof LessonsView>;
/** One line: a kind that a document taught, or all that is known of a supplier's pages. */
type Lesson = { path: string; at: string } & (
  | { of: 'kind'; kind: Lessons['kinds'][number] }
  | { of: 'supplier'; supplier: Lessons['suppliers'][number] }
);

/** As many words as say what a document was about. */
const shownWords = 8;

const linesOf = ({ kinds, suppliers }: Lessons): Lesson[] =>
  [
    ...kinds.map((kind): Lesson => ({ of: 'kind', path: `kinds/${kind.id}`, at: kind.taughtAt, kind })),
    ...suppliers.map(
      (supplier): Lesson => ({
        of: 'supplier',
        path: `suppliers/${supplier.partnerId}`,
        at: supplier.lastTaughtAt,
        supplier,
      }),
    ),
  ].sort((a, b) => b.at.localeCompare(a.at));

/** What this business's people taught the reader, the newest first; each can be forgotten (promise 6). */
export function LessonsScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const cache = useQueryClient();
  const queryKey = ['lessons', business.id];
  const lessons = useQuery({
    queryKey,
    queryFn: () => api.get(`/businesses/${business.id}/lessons`, LessonsView),
    enabled: business.may('invoices.read'),
  });
  const forget = async (path: string) => {
    try {
      await api.send('DELETE', `/businesses/${business.id}/lessons/${path}`);
      told(t('lessons.forgotten'));
    } catch (error) {
      toldProblem(error);
    }
    await cache.invalidateQueries({ queryKey });
  };
  const meaning = (lesson: Lesson): string => {
    if (lesson.of === 'kind') return lesson.kind.words.slice(0, shownWords).join(', ');
    const { places, dueDays } = lesson.supplier;
    const stood = places.map(({ field, times }) => t('lessons.place', { field: fieldLabel(field), times }));
    return [...stood, ...(dueDays === null ? [] : [t('lessons.due', { days: dueDays })])].join(' · ');
  };
  const from = (lesson: Lesson): string =>
    lesson.of === 'kind' ? lesson.kind.documentName : (lesson.supplier.name ?? lesson.supplier.number ?? t('common.unknown'));
  const what = (lesson: Lesson): string => (lesson.of === 'kind' ? t(`kind.${lesson.kind.kind}`) : t('lessons.supplier'));
  const columns: Column<Lesson>[] = [
    { id: 'what', header: t('lessons.what'), width: 170, text: what, cell: what },
    {
      id: 'from',
      header: t('lessons.from'),
      width: 240,
      card: 'grow',
      text: from,
      cell: (lesson) =>
        lesson.of === 'kind' ? (
          <Link className="strong" to="/b/$businessId/documents/$id" params={{ businessId: business.id, id: lesson.kind.documentId }}>
            {from(lesson)}
          </Link>
        ) : (
          <Link
            className="strong"
            to="/b/$businessId/invoices"
            params={{ businessId: business.id }}
            search={{ partnerId: lesson.supplier.partnerId } as never}
          >
            {from(lesson)}
          </Link>
        ),
    },
    {
      id: 'meaning',
      header: t('lessons.meaning'),
      isWide: true,
      card: 'wide',
      text: meaning,
      cell: (lesson) => <span className="small faint">{meaning(lesson)}</span>,
    },
    { id: 'at', header: t('lessons.at'), width: 130, align: 'right', text: ({ at }) => at, cell: ({ at }) => <Day at={at} /> },
    {
      id: 'act',
      header: t('lessons.forget'),
      width: 120,
      align: 'right',
      cell: ({ path }) => business.may('invoices.correct') && <Button onClick={() => void forget(path)}>{t('lessons.forget')}</Button>,
    },
  ];
  return (
    <SettingsPage here="lessons">
      <p className="page-tools faint">{t('lessons.hint')}</p>
      {lessons.error && <ProblemNotice problem={lessons.error} onRetry={() => void lessons.refetch()} />}
      <DataTable
        name="lessons"
        label={t('lessons.title')}
        rows={lessons.data ? linesOf(lessons.data) : []}
        columns={columns}
        rowKey={({ path }) => path}
        isLoading={lessons.isPending}
        empty={lessons.error ? null : <EmptyState icon="info" title={t('lessons.empty')} />}
      />
    </SettingsPage>
  );
}
