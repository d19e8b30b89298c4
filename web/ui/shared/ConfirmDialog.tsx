import { Button, Modal, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from './ProblemNotice.tsx';

type Props = {
  title: string;
  act: string;
  isOpen: boolean;
  isBusy: boolean;
  problem: unknown;
  /** Where nothing can be taken back at all: the name that must be typed first. */
  typeName?: string;
  onAct: () => void;
  onClose: () => void;
  /** The consequences. */
  children: ReactNode;
};

/** For what cannot be taken back by a key: names the consequences, and waits for the answer before it closes. */
export function ConfirmDialog({ title, isOpen, onClose, ...question }: Props) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={title}>
      <Question {...question} onClose={onClose} />
    </Modal>
  );
}

/** Its own part, so that what was typed leaves with the dialog. */
function Question({ act, isBusy, problem, typeName, onAct, onClose, children }: Omit<Props, 'title' | 'isOpen'>) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onAct();
      }}
    >
      {children}
      {typeName !== undefined && (
        <TextInput
          label={t('common.typeName', { name: typeName })}
          value={typed}
          autoComplete="off"
          data-autofocus
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {problem ? <ProblemNotice problem={problem} /> : null}
      <div className="form-acts">
        <Button type="submit" color="red" variant="filled" loading={isBusy} disabled={typeName !== undefined && typed.trim() !== typeName}>
          {act}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}
