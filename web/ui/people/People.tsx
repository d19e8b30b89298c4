import { Button, Modal, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { BusinessView } from '#web/contract/businesses.ts';
import { BusinessPerson, FirmPerson } from '#web/contract/people.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { api } from '../api/client.ts';
import { ConfirmDialog } from '../shared/ConfirmDialog.tsx';
import { type Column, DataTable } from '../shared/DataTable.tsx';
import { Day } from '../shared/Day.tsx';
import { EmptyState } from '../shared/EmptyState.tsx';
import { Icon } from '../shared/Icon.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { StateChip } from '../shared/StateChip.tsx';
import { told, toldProblem } from '../shared/toast.tsx';
import { ClientChoice } from './ClientChoice.tsx';
import { InviteForm } from './InviteForm.tsx';

const Person = z.union([FirmPerson, BusinessPerson]);
type Person = z.infer<typeof Person>;

/** The people of a firm or a business: who, in which role, since when; and inviting more. */
export function People({
  path,
  roles,
  mayManage,
  clients = null,
}: {
  path: string;
  roles: readonly Person['role'][];
  mayManage: boolean;
  /** A firm's clients, of which a staff member sees the ones given; null where there are none to give. */
  clients?: readonly BusinessView[] | null;
}) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [isInviting, setInviting] = useState(false);
  const [leaving, setLeaving] = useState<Person | null>(null);
  const people = useQuery({ queryKey: ['people', path], queryFn: () => api.get(path, pageOf(Person)) });
  const refresh = () => cache.invalidateQueries({ queryKey: ['people', path] });
  const change = useMutation({
    mutationFn: ({ id, ...body }: { id: string; role?: string; clients?: string[] }) => api.send('PUT', `${path}/${id}`, body),
    onError: toldProblem,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: ({ id }: Person) => api.send('DELETE', `${path}/${id}`),
    onSuccess: (_, person) => {
      setLeaving(null);
      told(t('people.removed', { name: person.name ?? person.email }));
    },
    onSettled: refresh,
  });
  const options = roles.map((value) => ({ value, label: t(`people.roles.${value}`) }));
  const columns: Column<Person>[] = [
    {
      id: 'who',
      header: t('people.who'),
      isWide: true,
      card: 'wide',
      text: ({ email }) => email,
      cell: ({ name, email }) => (
        <>
          <span className="strong">{name ?? email}</span> {name && <span className="small faint">{email}</span>}
        </>
      ),
    },
    {
      id: 'role',
      header: t('people.role'),
      width: 200,
      text: ({ role }) => t(`people.roles.${role}`),
      cell: (person) =>
        mayManage && person.state === 'active' ? (
          <Select
            aria-label={`${t('people.role')}: ${person.name ?? person.email}`}
            data={options}
            value={person.role}
            w={190}
            onChange={(role) => role && change.mutate({ id: person.id, role })}
          />
        ) : (
          t(`people.roles.${person.role}`)
        ),
    },
    ...(clients
      ? [
          {
            id: 'clients',
            header: t('people.clients'),
            width: 180,
            cell: (person: Person) =>
              'clients' in person && person.clients ? (
                <ClientChoice
                  person={person}
                  clients={clients}
                  canChange={person.state === 'active'}
                  onChange={(chosen) => change.mutate({ id: person.id, clients: chosen })}
                />
              ) : (
                <span className="faint">{t('people.all')}</span>
              ),
          },
        ]
      : []),
    {
      id: 'state',
      header: t('field.state'),
      width: 120,
      text: ({ state }) => t(`state.${state}`),
      cell: ({ state }) => <StateChip state={state} />,
    },
    {
      id: 'since',
      header: t('people.since'),
      align: 'right',
      width: 140,
      card: 'off',
      text: ({ since }) => since,
      cell: ({ since }) => <Day at={since} />,
    },
    ...(mayManage
      ? [
          {
            id: 'acts',
            header: t('people.acts'),
            align: 'right' as const,
            width: 120,
            cell: (person: Person) => (
              <Button onClick={() => setLeaving(person)}>{t(person.state === 'invited' ? 'people.takeBack' : 'people.remove')}</Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      {mayManage && (
        <div className="page-tools">
          <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => setInviting(true)}>
            {t('people.invite')}
          </Button>
        </div>
      )}
      {people.error && <ProblemNotice problem={people.error} onRetry={() => void people.refetch()} />}
      <DataTable
        name="people"
        label={t('frame.people')}
        rows={people.data?.items ?? []}
        columns={columns}
        rowKey={({ id }) => id}
        isLoading={people.isPending}
        empty={
          people.error ? null : (
            <EmptyState icon="users" title={t('people.emptyTitle')}>
              <p>{t('people.emptyHint')}</p>
            </EmptyState>
          )
        }
      />
      <Modal opened={isInviting} onClose={() => setInviting(false)} title={t('people.invite')}>
        <InviteForm
          path={path}
          roles={options}
          clients={clients}
          onSent={() => {
            setInviting(false);
            void refresh();
          }}
        />
      </Modal>
      <ConfirmDialog
        title={t('people.remove')}
        act={t(leaving?.state === 'invited' ? 'people.takeBack' : 'people.remove')}
        isOpen={leaving !== null}
        isBusy={remove.isPending}
        problem={remove.error}
        onAct={() => leaving && remove.mutate(leaving)}
        onClose={() => {
          setLeaving(null);
          remove.reset();
        }}
      >
        <p>{t('people.removeMeans', { name: leaving?.name ?? leaving?.email })}</p>
      </ConfirmDialog>
    </>
  );
}
