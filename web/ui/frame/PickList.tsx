import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../shared/Icon.tsx';
import type { IconName } from '../shared/icons.ts';

export type Pick = { id: string; word: string; hint?: string; icon: IconName; go: () => void };

/** A field over a list: typing narrows, arrows choose, Enter goes. */
export function PickList({
  label,
  find,
  onDone,
  onType,
}: {
  label: string;
  find: (text: string) => readonly Pick[];
  onDone: () => void;
  onType?: (text: string) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const picks = find(text);
  const choose = (pick: Pick | undefined) => {
    if (!pick) return;
    onDone();
    pick.go();
  };
  return (
    <>
      <input
        className="spot-input"
        data-autofocus
        placeholder={label}
        aria-label={label}
        value={text}
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={picks[at] ? `${listId}-${at}` : undefined}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          onType?.(event.target.value);
        }}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (step !== 0) {
            event.preventDefault();
            setAt(Math.min(picks.length - 1, Math.max(0, at + step)));
          }
          if (event.key === 'Enter') choose(picks[at]);
        }}
      />
      <div className="spot-list" id={listId} role="listbox" aria-label={label}>
        {picks.map((pick, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
          <div
            key={pick.id}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className="spot-item"
            onClick={() => choose(pick)}
            onPointerMove={() => setAt(index)}
          >
            <Icon name={pick.icon} />
            <span className="grow clip">{pick.word}</span>
            {pick.hint && <span className="faint small">{pick.hint}</span>}
          </div>
        ))}
      </div>
      {picks.length === 0 && (
        <p className="small faint" style={{ padding: 16 }}>
          {t('frame.noMatch')}
        </p>
      )}
    </>
  );
}
