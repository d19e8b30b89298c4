import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { type Protocol, protocols } from '#services/domain/file-server.ts';
import { plainWarning } from '#web/contract/doors.ts';
import { api } from '../api/client.ts';
import { Icon } from '../shared/Icon.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';

const ports = { sftp: '22', ftps: '21', ftp: '21' } as const;

/** What differs between fetching and bringing: the address, the description that is accepted, and the fields of its own. */
export type ServerUse = {
  path: string;
  queryKey: readonly unknown[];
  answer: z.ZodType;
  description: string;
  acceptedVersion: string;
  folderHint: string;
  /** Fields of its own, and what is sent of them. */
  fields: ReactNode;
  own(form: FormData): Record<string, unknown>;
};

/** A customer's server, and the service's description that is read and accepted before anything starts (H-119). */
export function ServerForm({ use, onEnd }: { use: ServerUse; onEnd: () => void }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [protocol, setProtocol] = useState<Protocol>('sftp');
  const [isAccepted, setAccepted] = useState(false);
  const [isPlainAccepted, setPlainAccepted] = useState(false);
  const isPlain = protocol === 'ftp';
  const start = useMutation({
    mutationFn: (form: FormData) =>
      api.post(
        use.path,
        {
          protocol,
          host: String(form.get('host')).trim(),
          port: Number(form.get('port')),
          username: String(form.get('username')).trim(),
          password: String(form.get('password')),
          folder: String(form.get('folder')).trim(),
          acceptedVersion: use.acceptedVersion,
          ...(isPlain ? { plainAccepted: plainWarning } : {}),
          ...use.own(form),
        },
        use.answer,
      ),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: use.queryKey });
      onEnd();
    },
  });
  return (
    <form
      className="form server-form"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate(new FormData(event.currentTarget));
      }}
    >
      <div className="form-pair">
        <Select
          label={t('doors.server.protocol')}
          value={protocol}
          onChange={(value) => {
            setProtocol(protocols.find((known) => known === value) ?? 'sftp');
            setPlainAccepted(false);
          }}
          data={protocols.map((value) => ({ value, label: t(`doors.server.protocols.${value}`) }))}
        />
        <TextInput
          name="port"
          key={protocol}
          label={t('doors.server.port')}
          defaultValue={ports[protocol]}
          inputMode="numeric"
          pattern="\d{1,5}"
          required
        />
      </div>
      {isPlain && (
        <div className="note" data-tone="amber">
          <Icon name="alertTriangle" />
          <div className="grow stack-tight">
            <p>{t('doors.server.plainWarning')}</p>
            <Checkbox
              label={t('doors.server.plainAccept')}
              checked={isPlainAccepted}
              onChange={({ currentTarget }) => setPlainAccepted(currentTarget.checked)}
            />
          </div>
        </div>
      )}
      <TextInput name="host" label={t('doors.server.host')} placeholder="sftp.ceg.hu" autoComplete="off" required />
      <TextInput name="username" label={t('doors.server.username')} autoComplete="off" required />
      <Textarea
        name="password"
        label={t(protocol === 'sftp' ? 'doors.server.passwordOrKey' : 'signIn.password')}
        autoComplete="off"
        autosize
        minRows={1}
        maxRows={6}
        styles={{ input: { WebkitTextSecurity: 'disc' } as never }}
        required
      />
      <TextInput name="folder" label={t('doors.server.folder')} placeholder={use.folderHint} autoComplete="off" />
      {use.fields}
      <div className="terms">{use.description}</div>
      <Checkbox
        label={t('doors.server.accept')}
        checked={isAccepted}
        onChange={({ currentTarget }) => setAccepted(currentTarget.checked)}
      />
      {start.error && <ProblemNotice problem={start.error} />}
      <div className="form-acts">
        <Button type="submit" variant="filled" disabled={!isAccepted || (isPlain && !isPlainAccepted)} loading={start.isPending}>
          {t('doors.server.start')}
        </Button>
        <Button onClick={onEnd}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}
