import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { Icon } from './Icon.tsx';
import { problemText } from './ProblemNotice.tsx';

/** How long an act can be taken back from its toast. */
const undoMs = 8_000;
let lastUndo: (() => void) | null = null;
let lastId: string | null = null;

/** Says what was done; with `undo`, for 8 s and by `U`. */
export function told(message: string, undo?: () => void): void {
  const id = `told-${Date.now()}`;
  const takeBack =
    undo &&
    (() => {
      notifications.hide(id);
      lastUndo = null;
      undo();
    });
  // `U` reaches the last act only: an older offer beside it would mislead, and cover the work of whoever is fast.
  if (takeBack && lastId !== null) notifications.hide(lastId);
  if (takeBack) lastId = id;
  lastUndo = takeBack ?? lastUndo;
  show(id, 'check', message, takeBack);
}

/** Takes the last act back, if it still can be. */
export const undoLast = (): void => lastUndo?.();

/** A new act is on its way: `U` does not reach behind it. */
export const beginAct = (): void => {
  lastUndo = null;
};

export const toldProblem = (problem: unknown): void => show(`problem-${Date.now()}`, 'alertTriangle', problemText(problem));

function show(id: string, icon: 'check' | 'alertTriangle', message: string, undo?: () => void): void {
  notifications.show({
    id,
    autoClose: undoMs,
    withCloseButton: false,
    unstyled: true,
    message: (
      <div className="toast" role="status">
        <Icon name={icon} />
        <span className="grow">{message}</span>
        {undo && (
          <button type="button" onClick={undo}>
            {i18next.t('common.undo')} <kbd>U</kbd>
          </button>
        )}
      </div>
    ),
  });
}
