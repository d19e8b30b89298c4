import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AccountantView } from '#web/contract/accounts.ts';
import { BusinessAdded } from '#web/contract/businesses.ts';
import { api } from '../api/client.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';

/** The firm as a business that keeps its own books (H-004). */
export function OwnBusiness({ firm }: { firm: AccountantView }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const cache = useQueryClient();
  const add = useMutation({
    mutationFn: () =>
      api.post('/businesses', { accountantId: firm.id, name: firm.name, taxNumber: firm.taxNumber, isSelf: true }, BusinessAdded),
    onSuccess: async ({ id }) => {
      await cache.invalidateQueries({ queryKey: ['businesses'] });
      await go({ to: '/b/$businessId', params: { businessId: id } });
    },
  });
  return (
    <div className="form">
      <p className="small faint">{t('client.ownHint')}</p>
      <p>
        <span className="strong">{firm.name}</span> <span className="faint">{firm.taxNumber}</span>
      </p>
      {add.error && <ProblemNotice problem={add.error} />}
      <div className="form-acts">
        <Button variant="filled" loading={add.isPending} onClick={() => add.mutate()}>
          {t('client.ownAdd')}
        </Button>
      </div>
    </div>
  );
}
