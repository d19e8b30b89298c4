import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { KeyView } from '#web/contract/keys.ts';
import { Day } from '../shared/Day.tsx';
import { StateChip } from '../shared/StateChip.tsx';

export function KeyRow({
  keyView: key,
  onRotate,
  onRevoke,
  onPause,
}: {
  keyView: KeyView;
  onRotate: () => void;
  onRevoke: () => void;
  onPause: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const isLive = key.state === 'active' || key.state === 'paused';
  return (
    <li className="wrap">
      <span className="grow" style={{ minWidth: 200 }}>
        <span className="row">
          <span className="strong clip">{key.name}</span>
          <StateChip state={key.state} />
        </span>
        <span className="small faint">
          …{key.hint} ·{' '}
          {key.lastUsedAt ? (
            <>
              {t('keys.used')} <Day at={key.lastUsedAt} />
            </>
          ) : (
            t('keys.neverUsed')
          )}
          {key.state === 'ending' && key.endsAt && (
            <>
              {' '}
              · {t('keys.ends')} <Day at={key.endsAt} />
            </>
          )}
        </span>
      </span>
      {isLive && onPause && <Button onClick={onPause}>{t(key.state === 'paused' ? 'keys.resume' : 'keys.pause')}</Button>}
      {key.state === 'active' && <Button onClick={onRotate}>{t('keys.rotate')}</Button>}
      {key.state !== 'revoked' && <Button onClick={onRevoke}>{t('keys.revoke')}</Button>}
    </li>
  );
}
