import { Button } from '@mantine/core';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../api/client.ts';
import { Icon } from './Icon.tsx';

/** The words of a refusal: what happened, what is safe, what to do now. */
export function problemText(problem: unknown): string {
  const code = problem instanceof ProblemError ? problem.code : 'unexpected';
  const key = `problem.${code}`;
  return i18next.exists(key) ? i18next.t(key as 'problem.unexpected') : i18next.t('problem.unexpected');
}

export function ProblemNotice({ problem, onRetry }: { problem: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const requestId = problem instanceof ProblemError ? problem.requestId : null;
  return (
    <div className="problem" role="alert">
      <Icon name="alertCircle" />
      <div className="grow">
        <p>{problemText(problem)}</p>
        {requestId && <p className="small faint">{t('problem.id', { id: requestId })}</p>}
      </div>
      {onRetry && <Button onClick={onRetry}>{t('common.retry')}</Button>}
    </div>
  );
}
