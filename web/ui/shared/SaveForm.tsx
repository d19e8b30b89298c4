import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { type Values, valuesOf } from './form-values.ts';
import { ProblemNotice } from './ProblemNotice.tsx';
import { told } from './toast.tsx';

/** Fields of one thing that are saved together; an empty field leaves the value as it was, unless it is one of `emptied`. */
export function SaveForm({
  path,
  names,
  emptied = [],
  onSaved,
  children,
}: {
  path: string;
  names: readonly string[];
  emptied?: readonly string[];
  onSaved: (values: Values) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const save = useMutation({
    mutationFn: (values: Values) => api.send('PUT', path, { ...Object.fromEntries(emptied.map((name) => [name, null])), ...values }),
    onSuccess: (_, values) => {
      told(t('common.saved'));
      onSaved(values);
    },
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(valuesOf(event.currentTarget, names));
      }}
    >
      {children}
      {save.error && <ProblemNotice problem={save.error} />}
      <div className="form-acts">
        <Button type="submit" variant="filled" loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
