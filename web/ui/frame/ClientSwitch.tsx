import { Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BusinessView } from '#web/contract/businesses.ts';
import { businessesQuery } from '../api/queries.ts';
import { Icon } from '../shared/Icon.tsx';
import { matches } from './matches.ts';
import { PickList } from './PickList.tsx';

/** Goes to the same screen of another client. */
export function ClientSwitch({ business }: { business: BusinessView | null }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const { pathname } = useLocation();
  const { data: businesses = [] } = useQuery(businessesQuery);
  const [isOpen, setOpen] = useState(false);
  const name = business?.name ?? t('frame.allClients');
  if (businesses.length < 2 && business)
    return (
      <span className="switcher">
        <span className="clip">{name}</span> <span className="faint small only-wide">{business.taxNumber}</span>
      </span>
    );
  const screen = pathname.match(/^\/b\/[^/]+(\/(?:bank\/)?[a-z]+)?/)?.[1] ?? '';
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" width={360} shadow="md" trapFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <button type="button" className="switcher" onClick={() => setOpen(!isOpen)} aria-label={`${t('frame.switchClient')}: ${name}`}>
          <span className="clip">{name}</span>
          {business && (
            <span className="faint small only-wide" style={{ fontWeight: 400 }}>
              {business.taxNumber}
            </span>
          )}
          <Icon name="chevronDown" />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <PickList
          label={t('frame.findClient')}
          find={(text) =>
            businesses
              .filter((each) => matches(text, each.name, each.taxNumber))
              .slice(0, 50)
              .map((each) => ({
                id: each.id,
                word: each.name,
                hint: each.taxNumber,
                icon: 'users' as const,
                go: () => void go({ to: `/b/${each.id}${screen === '/settings' ? '' : screen}` }),
              }))
          }
          onDone={() => setOpen(false)}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
