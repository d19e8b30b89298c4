import { Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from './keys.ts';

export type KeyHint = { keys: readonly string[]; word: string };

/** The keys of a screen along its foot; `?` shows all of them, also the rarer ones. */
export function KeyBar({ hints, rarer = [] }: { hints: readonly KeyHint[]; rarer?: readonly KeyHint[] }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  useKeys({ '?': () => setOpen(true) });
  return (
    <div className="keys">
      {hints.map((hint) => (
        <span key={hint.word}>
          {hint.keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}{' '}
          {hint.word}
        </span>
      ))}
      <button type="button" className="link end" onClick={() => setOpen(true)}>
        <kbd>?</kbd> {t('common.allKeys')}
      </button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t('frame.keys')}>
        <dl className="pairs">
          {[...hints, ...rarer, { keys: ['Ctrl', 'K'], word: t('frame.findAnything') }].map((hint) => [
            <dt key={`${hint.word}-keys`} className="row">
              {hint.keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>,
            <dd key={hint.word}>{hint.word}</dd>,
          ])}
        </dl>
      </Modal>
    </div>
  );
}
