import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../shared/EmptyState.tsx';
import { Page } from '../shared/Page.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';

/** An address at which nothing stands. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('frame.notFound')}>
      <EmptyState icon="fileSearch" title={t('frame.notFoundHint')}>
        <Button component={Link} to="/">
          {t('frame.home')}
        </Button>
      </EmptyState>
    </Page>
  );
}

/** A screen that broke: its words, and a way to try again. */
export function Crashed({ error, reset }: { error: unknown; reset?: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="gate" role="alert">
      <div className="stack">
        <h1>{t('frame.crashed')}</h1>
        <ProblemNotice problem={error} onRetry={() => (reset ? reset() : location.reload())} />
      </div>
    </div>
  );
}
