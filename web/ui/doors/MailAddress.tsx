import { Button, CopyButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { renderSVG } from 'uqr';
import { api } from '../api/client.ts';
import { businessesQuery } from '../api/queries.ts';
import { ConfirmDialog } from '../shared/ConfirmDialog.tsx';
import { Icon } from '../shared/Icon.tsx';

/** The business's own mail address: copied, shown as a code, replaced by another (H-064). */
export function MailAddress({ businessId, address, mayReplace }: { businessId: string; address: string; mayReplace: boolean }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const replace = useMutation({
    mutationFn: () => api.send('POST', `/businesses/${businessId}/mail-addresses`, {}),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: businessesQuery.queryKey });
      setAsking(false);
    },
  });
  return (
    <section className="section">
      <h2>{t('door.mail')}</h2>
      <div className="row" style={{ alignItems: 'flex-start', gap: 16 }}>
        <div className="grow stack-tight">
          <p className="small faint">{t('doors.mailHint')}</p>
          <p className="strong" style={{ overflowWrap: 'anywhere' }}>
            {address}
          </p>
          <div className="form-acts">
            <CopyButton value={address}>
              {({ copied, copy }) => (
                <Button leftSection={<Icon name={copied ? 'check' : 'copy'} />} onClick={copy}>
                  {copied ? t('common.copied') : t('common.copy')}
                </Button>
              )}
            </CopyButton>
            {mayReplace && (
              <Button leftSection={<Icon name="refresh" />} onClick={() => setAsking(true)}>
                {t('doors.replace')}
              </Button>
            )}
          </div>
        </div>
        <div
          className="code"
          role="img"
          aria-label={t('overview.code')}
          // biome-ignore lint/security/noDangerouslySetInnerHtml: squares drawn from our own address
          dangerouslySetInnerHTML={{ __html: renderSVG(`mailto:${address}`, { border: 1 }) }}
        />
      </div>
      <ConfirmDialog
        title={t('doors.replaceTitle')}
        act={t('doors.replace')}
        isOpen={isAsking}
        isBusy={replace.isPending}
        problem={replace.error}
        onAct={() => replace.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{t('doors.replaceHint')}</p>
      </ConfirmDialog>
    </section>
  );
}
