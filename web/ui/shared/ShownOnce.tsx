import { Button, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from './Icon.tsx';

/** A secret that is shown now and never again, ready to be copied. */
export function ShownOnce({ hint, secret }: { hint: string; secret: string }) {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <p className="note" data-tone="amber" role="status">
        <Icon name="key" />
        {hint}
      </p>
      <p className="secret" style={{ whiteSpace: 'pre-wrap' }}>
        {secret}
      </p>
      <CopyButton value={secret}>
        {({ copied, copy }) => (
          <Button leftSection={<Icon name={copied ? 'check' : 'copy'} />} onClick={copy} style={{ alignSelf: 'start' }}>
            {copied ? t('common.copied') : t('common.copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
