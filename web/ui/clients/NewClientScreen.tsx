import { Button, SegmentedControl } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { baseNumberOf } from '#services/domain/tax-number.ts';
import { businessesQuery } from '../api/queries.ts';
import { useFirm } from '../firm/use-firm.tsx';
import { EmptyState } from '../shared/EmptyState.tsx';
import { Page } from '../shared/Page.tsx';
import { useFilters } from '../shared/useFilters.ts';
import { AddClient } from './AddClient.tsx';
import { Invitations } from './Invitations.tsx';
import { InviteClient } from './InviteClient.tsx';
import { OwnBusiness } from './OwnBusiness.tsx';

const ways = ['invite', 'record', 'own'] as const;

/** How a business becomes a client: invited by mail, recorded by the accountant, or the firm's own. */
export function NewClientScreen() {
  const { t } = useTranslation();
  const { firm, choice } = useFirm();
  const { data: businesses } = useSuspenseQuery(businessesQuery);
  const { filters, set } = useFilters(['way', 'business']);
  const [sent, setSent] = useState(0);
  const invited = businesses.find(({ id }) => id === filters.business);
  if (!firm?.permissions.includes('clients.invite'))
    return (
      <Page title={t('client.new')}>
        <EmptyState icon="lock" title={t('permission.denied')} />
      </Page>
    );
  const hasOwn = businesses.some(({ taxNumber }) => baseNumberOf(taxNumber) === baseNumberOf(firm.taxNumber));
  const open = ways.filter((way) => way === 'invite' || (firm.permissions.includes('clients.add') && (way === 'record' || !hasOwn)));
  const way = open.find((each) => each === filters.way) ?? 'invite';
  return (
    <Page title={t('client.new')} hint={firm.name} tools={choice}>
      <div className="page-body page-narrow">
        {invited ? (
          <section className="section">
            <h2>{invited.name}</h2>
            <Button variant="subtle" size="compact-sm" onClick={() => set({ business: undefined })}>
              {t('common.cancel')}
            </Button>
          </section>
        ) : (
          <SegmentedControl
            aria-label={t('client.new')}
            data={open.map((value) => ({ value, label: t(`client.${value}`) }))}
            value={way}
            onChange={(next) => set({ way: next })}
            mb={16}
          />
        )}
        {invited || way === 'invite' ? (
          <InviteClient key={`${invited?.id}-${sent}`} firm={firm} business={invited} onSent={() => setSent(sent + 1)} />
        ) : way === 'record' ? (
          <AddClient firm={firm} />
        ) : (
          <OwnBusiness firm={firm} />
        )}
        <Invitations firm={firm} />
      </div>
    </Page>
  );
}
