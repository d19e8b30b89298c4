import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SkeletonRows } from '../shared/Late.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { termsQuery } from './terms-query.ts';

/** The terms in force, in the language of the screen. */
export function TermsText() {
  const { t, i18n } = useTranslation();
  const terms = useQuery(termsQuery);
  if (terms.error) return <ProblemNotice problem={terms.error} onRetry={() => void terms.refetch()} />;
  if (!terms.data) return <SkeletonRows rows={5} />;
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  return (
    <div className="terms" tabIndex={0} role="region" aria-label={t('terms.title')}>
      {i18n.language === 'en' ? terms.data.en : terms.data.hu}
    </div>
  );
}
