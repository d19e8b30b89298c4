import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PullView, syncDescription } from '#web/contract/doors.ts';
import { api } from '../api/client.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { pullsQuery } from './doors-query.ts';

const ports = { sftp: '22', ftps: '21' } as const;

/** Where files are fetched from, and the service's description that is accepted before it starts (H-119). */
export function NewPullForm({ businessId, onEnd }: { businessId: string; onEnd: () => void }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [protocol, setProtocol] = useState<keyof typeof ports>('sftp');
  const [isAccepted, setAccepted] = useState(false);
  const start = useMutation({
    mutationFn: (form: FormData) =>
      api.post(
        `/businesses/${businessId}/pulls`,
        {
          protocol,
          host: String(form.get('host')).trim(),
          port: Number(form.get('port')),
          username: String(form.get('username')).trim(),
          password: String(form.get('password')),
          folder: String(form.get('folder')).trim(),
          afterTaking: String(form.get('afterTaking')),
          acceptedVersion: syncDescription,
        },
        PullView,
      ),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: pullsQuery(businessId).queryKey });
      onEnd();
    },
  });
  return (
    <form
      className="form"
      style={{ marginTop: 12 }}
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate(new FormData(event.currentTarget));
      }}
    >
      <div className="form-pair">
        <Select
          label={t('doors.pull.protocol')}
          value={protocol}
          onChange={(value) => setProtocol(value === 'ftps' ? 'ftps' : 'sftp')}
          data={[
            { value: 'sftp', label: 'SFTP' },
            { value: 'ftps', label: 'FTPS' },
          ]}
        />
        <TextInput
          name="port"
          key={protocol}
          label={t('doors.pull.port')}
          defaultValue={ports[protocol]}
          inputMode="numeric"
          pattern="\d{1,5}"
          required
        />
      </div>
      <TextInput name="host" label={t('doors.pull.host')} placeholder="sftp.ceg.hu" autoComplete="off" required />
      <TextInput name="username" label={t('doors.pull.username')} autoComplete="off" required />
      <Textarea
        name="password"
        label={t(protocol === 'sftp' ? 'doors.pull.passwordOrKey' : 'signIn.password')}
        autoComplete="off"
        autosize
        minRows={1}
        maxRows={6}
        styles={{ input: { WebkitTextSecurity: 'disc' } as never }}
        required
      />
      <TextInput name="folder" label={t('doors.pull.folder')} placeholder="/szamlak" autoComplete="off" />
      <Select
        name="afterTaking"
        label={t('doors.pull.afterTaking')}
        defaultValue="move"
        data={[
          { value: 'move', label: t('doors.pull.move') },
          { value: 'delete', label: t('doors.pull.delete') },
        ]}
      />
      <div className="terms">{t('doors.pull.description')}</div>
      <Checkbox label={t('doors.pull.accept')} checked={isAccepted} onChange={({ currentTarget }) => setAccepted(currentTarget.checked)} />
      {start.error && <ProblemNotice problem={start.error} />}
      <div className="form-acts">
        <Button type="submit" variant="filled" disabled={!isAccepted} loading={start.isPending}>
          {t('doors.pull.start')}
        </Button>
        <Button onClick={onEnd}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}
