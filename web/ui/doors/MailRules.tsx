import { ActionIcon, Button, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
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
                <li key={pattern} className="row">
                  <b className="grow clip">{pattern}</b>
                  <Chip tone={list === 'allow' ? 'green' : 'red'} icon={list === 'allow' ? 'check' : 'ban'}>
                    {t(`doors.rules.list.${list}`)}
                  </Chip>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('doors.rules.remove', { what: pattern })}
                    onClick={() => act.mutate({ method: 'DELETE', path: `/senders/${encodeURIComponent(pattern)}` })}
                  >
                    <Icon name="x" />
                  </ActionIcon>
                </li>
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
                <li key={id} className="row">
                  <b className="grow clip">{note}</b>
                  <span className="small faint">{formatInstant(createdAt)}</span>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('doors.rules.remove', { what: note })}
                    onClick={() => act.mutate({ method: 'DELETE', path: `/passwords/${id}` })}
                  >
                    <Icon name="x" />
                  </ActionIcon>
                </li>
              ))}
            </ul>
            <NewPassword onAdd={(note, password) => act.mutate({ method: 'POST', path: '/passwords', body: { note, password } })} />
          </div>
        </div>
      )}
    </section>
  );
}

const lists = ['block', 'allow'] as const;

function NewSender({ onAdd }: { onAdd: (pattern: string, list: (typeof lists)[number]) => void }) {
  const { t } = useTranslation();
  const [pattern, setPattern] = useState('');
  const [list, setList] = useState<(typeof lists)[number]>('block');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!pattern.trim()) return;
    onAdd(pattern.trim().toLowerCase(), list);
    setPattern('');
  };
  return (
    <form className="row wrap" onSubmit={submit}>
      <TextInput
        className="grow"
        aria-label={t('doors.rules.sender')}
        placeholder={t('doors.rules.sender')}
        value={pattern}
        onChange={(event) => setPattern(event.currentTarget.value)}
      />
      <Select
        w={150}
        aria-label={t('doors.rules.whichList')}
        data={lists.map((value) => ({ value, label: t(`doors.rules.list.${value}`) }))}
        value={list}
        onChange={(value) => setList(value === 'allow' ? 'allow' : 'block')}
      />
      <Button type="submit">{t('doors.rules.add')}</Button>
    </form>
  );
}

function NewPassword({ onAdd }: { onAdd: (note: string, password: string) => void }) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!note.trim() || !password) return;
    onAdd(note.trim(), password);
    setNote('');
    setPassword('');
  };
  return (
    <form className="row wrap" onSubmit={submit}>
      <TextInput
        className="grow"
        aria-label={t('doors.rules.note')}
        placeholder={t('doors.rules.note')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <PasswordInput
        className="grow"
        aria-label={t('doors.rules.password')}
        placeholder={t('doors.rules.password')}
        autoComplete="off"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit">{t('doors.rules.add')}</Button>
    </form>
  );
}
