import { ActionIcon, Button, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MailRules as Rules } from '#web/contract/mail-rules.ts';
import { api } from '../api/client.ts';
import { formatInstant } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { SkeletonRows } from '../shared/Late.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Chip } from '../shared/StateChip.tsx';
import { toldProblem } from '../shared/toast.tsx';

/** What a business says of its mails: whose are taken, bills in the body, and the passwords tried on locked files. */
export function MailRules({ businessId }: { businessId: string }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const root = `/businesses/${businessId}/mail-rules`;
  const queryKey = ['mail-rules', businessId];
  const rules = useQuery({ queryKey, queryFn: () => api.get(root, Rules) });
  const act = useMutation({
    mutationFn: ({ method, path = '', body }: { method: 'POST' | 'PUT' | 'DELETE'; path?: string; body?: unknown }) =>
      api.send(method, root + path, body),
    onError: toldProblem,
    onSettled: () => cache.invalidateQueries({ queryKey }),
  });
  const onlyAllowed = rules.data?.senders.some(({ list }) => list === 'allow') ?? false;
  return (
    <section className="section">
      <h2>{t('doors.rules.title')}</h2>
      {rules.error && <ProblemNotice problem={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.isPending && <SkeletonRows rows={3} />}
      {rules.data && (
        <div className="stack">
          <Switch
            label={t('doors.rules.receiptsInBody')}
            description={t('doors.rules.receiptsInBodyHint')}
            checked={rules.data.receiptsInBody}
            onChange={(event) => act.mutate({ method: 'PUT', body: { receiptsInBody: event.currentTarget.checked } })}
          />
          <div>
            <h3>{t('doors.rules.senders')}</h3>
            <p className="small faint">{t(onlyAllowed ? 'doors.rules.onlyAllowed' : 'doors.rules.everyone')}</p>
            <ul className="door-list">
              {rules.data.senders.map(({ pattern, list }) => (
                <Entry
                  key={pattern}
                  name={pattern}
                  onRemove={() => act.mutate({ method: 'DELETE', path: `/senders/${encodeURIComponent(pattern)}` })}
                >
                  <Chip tone={list === 'allow' ? 'green' : 'red'} icon={list === 'allow' ? 'check' : 'ban'}>
                    {t(`doors.rules.list.${list}`)}
                  </Chip>
                </Entry>
              ))}
            </ul>
            <NewSender
              onAdd={(pattern, list) => act.mutate({ method: 'PUT', path: `/senders/${encodeURIComponent(pattern)}`, body: { list } })}
            />
          </div>
          <div>
            <h3>{t('doors.rules.passwords')}</h3>
            <p className="small faint">{t('doors.rules.passwordsHint')}</p>
            <ul className="door-list">
              {rules.data.passwords.map(({ id, note, createdAt }) => (
                <Entry key={id} name={note} onRemove={() => act.mutate({ method: 'DELETE', path: `/passwords/${id}` })}>
                  <span className="small faint">{formatInstant(createdAt)}</span>
                </Entry>
              ))}
            </ul>
            <NewPassword onAdd={(note, password) => act.mutate({ method: 'POST', path: '/passwords', body: { note, password } })} />
          </div>
        </div>
      )}
    </section>
  );
}

/** One entry of a list, and the button that takes it off. */
function Entry({ name, onRemove, children }: { name: string; onRemove: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <li className="row">
      <b className="grow clip">{name}</b>
      {children}
      <ActionIcon variant="subtle" color="gray" aria-label={t('doors.rules.remove', { what: name })} onClick={onRemove}>
        <Icon name="x" />
      </ActionIcon>
    </li>
  );
}

const lists = ['block', 'allow'] as const;

function NewSender({ onAdd }: { onAdd: (pattern: string, list: (typeof lists)[number]) => void }) {
  const { t } = useTranslation();
  const [list, setList] = useState<(typeof lists)[number]>('block');
  return (
    <NewEntry label={t('doors.rules.sender')} onAdd={(pattern) => onAdd(pattern.toLowerCase(), list)}>
      <Select
        w={150}
        aria-label={t('doors.rules.whichList')}
        data={lists.map((value) => ({ value, label: t(`doors.rules.list.${value}`) }))}
        value={list}
        onChange={(value) => setList(value === 'allow' ? 'allow' : 'block')}
      />
    </NewEntry>
  );
}

function NewPassword({ onAdd }: { onAdd: (note: string, password: string) => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const add = (note: string) => {
    onAdd(note, password);
    setPassword('');
  };
  return (
    <NewEntry label={t('doors.rules.note')} isComplete={password !== ''} onAdd={add}>
      <PasswordInput
        className="grow"
        aria-label={t('doors.rules.password')}
        placeholder={t('doors.rules.password')}
        autoComplete="off"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </NewEntry>
  );
}

/** One more entry for a list: its name, what else belongs to it, and the button; empty again once added. */
function NewEntry({
  label,
  isComplete = true,
  onAdd,
  children,
}: {
  label: string;
  isComplete?: boolean;
  onAdd: (name: string) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim() || !isComplete) return;
    onAdd(name.trim());
    setName('');
  };
  return (
    <form className="row wrap" onSubmit={submit}>
      <TextInput
        className="grow"
        aria-label={label}
        placeholder={label}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {children}
      <Button type="submit">{t('doors.rules.add')}</Button>
    </form>
  );
}
