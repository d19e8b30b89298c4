import { Button, Checkbox } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Gate } from '../sign-in/Gate.tsx';
import { TermsText } from './TermsText.tsx';

/** A new version of the terms asks before anything else (H-007). */
export function TermsGate({ version }: { version: string }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [isRead, setRead] = useState(false);
  const accept = useMutation({
    mutationFn: () => api.send('POST', '/terms/acceptances', { version }),
    onSuccess: () => cache.resetQueries(),
  });
  return (
    <Gate title={t('terms.newTitle')} isWide>
      <div className="stack">
        <p>{t('terms.newHint')}</p>
        <TermsText />
        <Checkbox label={t('terms.accept')} checked={isRead} onChange={(event) => setRead(event.currentTarget.checked)} />
        {accept.error && <ProblemNotice problem={accept.error} />}
        <Button variant="filled" disabled={!isRead} loading={accept.isPending} onClick={() => accept.mutate()}>
          {t('terms.go')}
        </Button>
      </div>
    </Gate>
  );
}
