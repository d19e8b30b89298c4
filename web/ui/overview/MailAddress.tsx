import { ActionIcon, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { renderSVG } from 'uqr';
import { Icon } from '../shared/Icon.tsx';

/** The business's own address for vouchers, to copy or to photograph. */
export function MailAddress({ address }: { address: string }) {
  const { t } = useTranslation();
  const [local, domain] = address.split('@');
  return (
    <section className="card card-body row">
      <div className="grow">
        <h2>{t('overview.address')}</h2>
        <p style={{ overflowWrap: 'anywhere' }}>
          {local}
          <wbr />@{domain}
        </p>
        <p className="small faint">{t('overview.addressHint')}</p>
      </div>
      <CopyButton value={address}>
        {({ copied, copy }) => (
          <ActionIcon variant="default" aria-label={copied ? t('common.copied') : t('common.copy')} onClick={copy}>
            <Icon name={copied ? 'check' : 'copy'} />
          </ActionIcon>
        )}
      </CopyButton>
      <div
        className="code"
        role="img"
        aria-label={t('overview.code')}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: squares drawn from our own address
        dangerouslySetInnerHTML={{ __html: renderSVG(`mailto:${address}`, { border: 1 }) }}
      />
    </section>
  );
}
