import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { BankReturned } from '#web/contract/bank-connections.ts';
import { api } from '../api/client.ts';
import { Icon } from '../shared/Icon.tsx';
import { SkeletonRows } from '../shared/Late.tsx';
import { Page } from '../shared/Page.tsx';
import { told } from '../shared/toast.tsx';

/** Back from the bank: what the address carries is handed in once (B-016), then the page of the banks shows what became of it. */
export function BankReturnScreen() {
  const { t } = useTranslation();
  const go = useNavigate();
  const cache = useQueryClient();
  const isSent = useRef(false);
  const { state, code } = useSearch({ strict: false }) as { state?: unknown; code?: unknown };
  const { mutate, error } = useMutation({
    mutationFn: () =>
      api.post('/bank-returns', { state: String(state ?? ''), code: code === undefined ? null : String(code) }, BankReturned),
    onSuccess: async ({ businessId, state: now }) => {
      told(t(now === 'valid' ? 'banks.connected' : now === 'authorised' ? 'banks.undecided' : 'banks.notGiven'));
      await cache.invalidateQueries({ queryKey: ['transaction', businessId] });
      // What is used up is not left in the history.
      await go({ to: '/b/$businessId/settings/banks', params: { businessId }, replace: true });
    },
  });
  useEffect(() => {
    if (isSent.current) return;
    isSent.current = true;
    mutate();
  }, [mutate]);
  return (
    <Page title={t('banks.returning')}>
      <div className="page-body page-narrow">
        {error ? (
          <div className="problem" role="alert">
            <Icon name="alertCircle" />
            <p>
              {t('banks.returnFailed')}{' '}
              <Link className="link" to="/">
                {t('frame.home')}
              </Link>
            </p>
          </div>
        ) : (
          <SkeletonRows rows={3} />
        )}
      </div>
    </Page>
  );
}
