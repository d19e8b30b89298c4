import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DocumentDetail } from '#web/contract/documents.ts';
import { api } from '../api/client.ts';
import { reasonLabel } from '../shared/labels.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';

const offered = ['count-differs', 'partly-imported'];
const shownLines = 200;

/** What became of each invoice of a data file (H-091), those left out first; where the import waits, a person lets it go on. */
export function ImportReport({
  businessId,
  document,
  onAccepted,
}: {
  businessId: string;
  document: DocumentDetail;
  onAccepted: () => void;
}) {
  const { t } = useTranslation();
  const accept = useMutation({
    mutationFn: () => api.send('POST', `/businesses/${businessId}/documents/${document.id}/import`),
    onSuccess: onAccepted,
  });
  const lines = document.importReport?.lines ?? [];
  const isOffered = document.state === 'needs-review' && offered.includes(document.because ?? '');
  if (lines.length === 0 && !isOffered) return null;
  const counts = Map.groupBy(lines, ({ outcome }) => outcome);
  const isOut = ({ outcome }: (typeof lines)[number]) => outcome === 'refused' || outcome === 'failed';
  return (
    <section className="section">
      <h2>{t('imported.title')}</h2>
      <p className="small">{[...counts].map(([outcome, some]) => `${t(`imported.${outcome}`)}: ${some.length}`).join(' · ')}</p>
      <ul>
        {[...lines.filter(isOut), ...lines.filter((line) => !isOut(line))].slice(0, shownLines).map((line) => (
          <li key={line.at} className="row small">
            <span className="grow clip">{line.number ?? line.at}</span>
            <span className={isOut(line) ? 'amber' : 'faint'}>
              {t(`imported.${line.outcome}`)} {reasonLabel(line.because)}
            </span>
          </li>
        ))}
      </ul>
      {accept.error && <ProblemNotice problem={accept.error} />}
      {isOffered && (
        <div className="form-acts">
          <Button loading={accept.isPending} onClick={() => accept.mutate()}>
            {t('imported.go')}
          </Button>
        </div>
      )}
    </section>
  );
}
