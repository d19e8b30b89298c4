import { TextInput } from '@mantine/core';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type FirmPermission, givenFirmRoles } from '#services/domain/permissions.ts';
import type { AccountantView } from '#web/contract/accounts.ts';
import { businessesQuery } from '../api/queries.ts';
import { AuditList } from '../audit/AuditList.tsx';
import { Keys } from '../keys/Keys.tsx';
import { People } from '../people/People.tsx';
import { EmptyState } from '../shared/EmptyState.tsx';
import { Page } from '../shared/Page.tsx';
import { SaveForm } from '../shared/SaveForm.tsx';
import { useFirm } from './use-firm.tsx';

/** Who works in the firm, in which role, for which clients. */
export function FirmPeople() {
  const { t } = useTranslation();
  const { data: businesses } = useSuspenseQuery(businessesQuery);
  return (
    <FirmPage title={t('frame.people')} needs="firm.people">
      {({ id }) => (
        <People
          path={`/accountants/${id}/people`}
          roles={givenFirmRoles}
          mayManage
          clients={businesses.filter(({ accountant }) => accountant?.id === id)}
        />
      )}
    </FirmPage>
  );
}

/** The security keys by which ledger programs enter. */
export function FirmPrograms() {
  const { t } = useTranslation();
  return (
    <FirmPage title={t('keys.firmTitle')} needs="firm.keys">
      {({ id }) => <Keys path={`/accountants/${id}/keys`} hint={t('keys.firmHint')} />}
    </FirmPage>
  );
}

export function FirmAudit() {
  const { t } = useTranslation();
  return (
    <FirmPage title={t('frame.audit')} needs="firm.audit">
      {({ id }) => <AuditList path={`/accountants/${id}/audit`} />}
    </FirmPage>
  );
}

/** What was given at registration, to be corrected (H-010). */
export function FirmData() {
  const { t } = useTranslation();
  const cache = useQueryClient();
  return (
    <FirmPage title={t('frame.firmData')} needs="firm.settings">
      {(firm) => (
        <div className="page-body page-narrow">
          <SaveForm
            key={firm.id}
            path={`/accountants/${firm.id}`}
            names={['name', 'billingAddress', 'contactName', 'email']}
            onSaved={() => void cache.invalidateQueries({ queryKey: ['me'] })}
          >
            <p className="faint">
              {t('register.taxNumber')}: <span className="number">{firm.taxNumber}</span>
            </p>
            {(['name', 'billingAddress', 'contactName', 'email'] as const).map((name) => (
              <TextInput
                key={name}
                name={name}
                type={name === 'email' ? 'email' : 'text'}
                label={t(name === 'name' ? 'register.firmName' : `register.${name}`)}
                defaultValue={firm[name]}
                required
                withAsterisk={false}
              />
            ))}
          </SaveForm>
        </div>
      )}
    </FirmPage>
  );
}

function FirmPage({ title, needs, children }: { title: string; needs: FirmPermission; children: (firm: AccountantView) => ReactNode }) {
  const { t } = useTranslation();
  const { firm, choice } = useFirm();
  return (
    <Page title={title} hint={firm?.name} tools={choice}>
      {firm?.permissions.includes(needs) ? children(firm) : <EmptyState icon="lock" title={t('permission.denied')} />}
    </Page>
  );
}
