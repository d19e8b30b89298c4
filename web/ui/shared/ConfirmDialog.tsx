import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from './ProblemNotice.tsx';

/** For what cannot be taken back by a key: names the consequences, and waits for the answer before it closes. */
export function ConfirmDialog({
  title,
  act,
  isOpen,
  isBusy,
  problem,
  onAct,
  onClose,
  children,
}: {
  title: string;
  act: string;
  isOpen: boolean;
  isBusy: boolean;
  problem: unknown;
  onAct: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Modal opened={isOpen} onClose={onClose} title={title}>
      <div className="stack">
        {children}
        {problem ? <ProblemNotice problem={problem} /> : null}
        <div className="form-acts">
          <Button color="red" variant="filled" loading={isBusy} onClick={onAct}>
            {act}
          </Button>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
        </div>
      </div>
    </Modal>
  );
}
