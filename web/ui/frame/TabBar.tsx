import { Menu } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { BusinessView } from '#web/contract/businesses.ts';
import type { Me } from '#web/contract/me.ts';
import { Icon } from '../shared/Icon.tsx';
import { firmPlacesOf, isOfBusiness, type Place, placesOf } from './places.ts';
import { useCounts } from './useCounts.ts';

/** What an owner wants standing in a queue, and what an accountant clears daily. */
const inQueue: readonly Place['word'][] = ['overview', 'capture', 'invoices'];
const atDesk: readonly Place['word'][] = ['review', 'intakes', 'documents'];

/** Four ways at the thumb; what is used standing in a queue comes first for owners, what is cleared daily for accountants. */
export function TabBar({ business, me }: { business: BusinessView | null; me: Me }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const counts = useCounts(business);
  const root = business ? `/b/${business.id}` : '';
  const allowed = business ? placesOf(business) : [];
  const firm: readonly Place[] =
    me.accountants.length > 0 ? [{ path: '/clients', word: 'clients', icon: 'users' }, ...firmPlacesOf(me)] : [];
  const isFirst = ({ word }: Place) => !business || (isOfBusiness(business) ? inQueue : atDesk).includes(word);
  const all = business ? [...allowed.filter(isFirst), ...allowed.filter((place) => !isFirst(place)), ...firm] : firm;
  const [first, rest] = [all.slice(0, 3), all.slice(3)];
  return (
    <nav className="tabbar" aria-label={t('frame.main')}>
      {first.map((place) => (
        <Link key={place.path} to={place.path} className="tab" activeOptions={{ exact: place.path === root, includeSearch: false }}>
          <Icon name={place.icon} size={20} />
          {t(`frame.${place.word}`)}
          {place.count && counts?.[place.count] ? <span className="tab-count">{counts[place.count]}</span> : null}
        </Link>
      ))}
      <Menu position="top-end">
        <Menu.Target>
          <button type="button" className="tab">
            <Icon name="menu" size={20} />
            {t('frame.more')}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {rest.map((place) => (
            <Menu.Item key={place.path} leftSection={<Icon name={place.icon} />} onClick={() => void go({ to: place.path })}>
              {t(`frame.${place.word}`)}
            </Menu.Item>
          ))}
          {business?.permissions.includes('business.settings') && (
            <Menu.Item leftSection={<Icon name="settings" />} onClick={() => void go({ to: `${root}/settings` })}>
              {t('frame.settings')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
