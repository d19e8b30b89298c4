import { Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { BusinessView } from '#web/contract/businesses.ts';
import type { Me } from '#web/contract/me.ts';
import { api } from '../api/client.ts';
import { initialsOf } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { ClientSwitch } from './ClientSwitch.tsx';

export function TopBar({ business, me, onFind }: { business: BusinessView | null; me: Me; onFind: () => void }) {
  const { t } = useTranslation();
  return (
    <header className="bar">
      <ClientSwitch business={business} />
      <button type="button" className="finder only-wide" onClick={onFind}>
        <Icon name="search" />
        <span>{t('frame.findAnything')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <span className="grow only-phone" />
      <button type="button" className="person only-phone" onClick={onFind} aria-label={t('common.search')}>
        <Icon name="search" size={20} />
      </button>
      <PersonMenu me={me} />
    </header>
  );
}

function PersonMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const cache = useQueryClient();
  const name = me.name ?? me.email;
  const signOut = useMutation({
    mutationFn: () => api.send('DELETE', `/sessions/${me.sessionId}`),
    onSettled: () => {
      cache.clear();
      void go({ to: '/sign-in' });
    },
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className="person" aria-label={`${t('frame.person')}: ${name}`}>
          <span className="face" aria-hidden="true">
            {initialsOf(name)}
          </span>
          <span className="only-wide">{name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="shieldLock" />} onClick={() => void go({ to: '/me/security' })}>
          {t('frame.security')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="language" />} onClick={() => void go({ to: '/me/language' })}>
          {t('frame.language')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="logout" />} onClick={() => signOut.mutate()}>
          {t('frame.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
