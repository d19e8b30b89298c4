import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SkeletonRows } from '../shared/Late.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Scroller } from '../shared/Scroller.tsx';
import { termsQuery } from './terms-query.ts';

/** The terms in force, in the language of the screen. */
export function TermsText() {
  const { t, i18n } = useTranslation();
  const terms = useQuery(termsQuery);
  if (terms.error) return <ProblemNotice problem={terms.error} onRetry={() => void terms.refetch()} />;
  if (!terms.data) return <SkeletonRows rows={5} />;
  return (
    <Scroller className="terms" aria-label={t('terms.title')}>
      {i18n.language === 'en' ? terms.data.en : terms.data.hu}
    </Scroller>
  );
}
