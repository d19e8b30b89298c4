import { Button, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BusinessView } from '#web/contract/businesses.ts';
import { api } from '../api/client.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { told } from '../shared/toast.tsx';
import { ClientSelect } from './ClientChoice.tsx';

/** One address, one role; a firm's staff member also gets the clients that may be seen. */
export function InviteForm({
  path,
  roles,
  clients,
  onSent,
}: {
  path: string;
  roles: readonly { value: string; label: string }[];
  clients: readonly BusinessView[] | null;
  onSent: () => void;
}) {
  const { t, i18n } = useTranslation();
  const [role, setRole] = useState(roles.at(-1)?.value ?? '');
  const [seen, setSeen] = useState<string[]>([]);
  const hasClients = clients !== null && role === 'staff';
  const invite = useMutation({
    mutationFn: (email: string) =>
      api.send('POST', path, { email, role, language: i18n.language, ...(hasClients ? { clients: seen } : {}) }),
    onSuccess: (_, email) => {
      told(t('people.invited', { email }));
      onSent();
    },
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate(String(new FormData(event.currentTarget).get('email')).trim());
      }}
    >
      <TextInput name="email" type="email" label={t('register.email')} data-autofocus required withAsterisk={false} />
      <Select label={t('people.role')} data={[...roles]} value={role} onChange={(chosen) => chosen && setRole(chosen)} />
      {hasClients && <ClientSelect clients={clients} value={seen} onChange={setSeen} />}
      {invite.error && <ProblemNotice problem={invite.error} />}
      <Button type="submit" variant="filled" loading={invite.isPending}>
        {t('people.sendInvite')}
      </Button>
    </form>
  );
}
