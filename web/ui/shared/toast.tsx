import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { Icon } from './Icon.tsx';
import { newId } from './new-id.ts';
import { problemText } from './ProblemNotice.tsx';

/** How long an act can be taken back from its toast. */
const undoMs = 8_000;
let lastUndo: (() => void) | null = null;
let lastId: string | null = null;
/** An act on its way; `unwanted`: the notice that it will be taken back as soon as it has arrived. */
type Act = { number: number; unwanted: string | null };
const underway: Act[] = [];
let begun = 0;
let lastTold = 0;

/** Says what was done; with `undo`, for 8 s and by `U`. */
export function told(message: string, undo?: () => void): void {
  const id = `told-${newId()}`;
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

/** Takes the last act back, if it still can be; one that is on its way, as soon as it has arrived. */
export function undoLast(): void {
  const act = underway.at(-1);
  if (!act) lastUndo?.();
  if (!act || act.unwanted !== null) return;
  act.unwanted = `undo-${newId()}`;
  show(act.unwanted, 'arrowBack', i18next.t('common.undoUnderway'));
}

/**
 * Does an act that can be taken back: `U` reaches it from its first moment, and nothing behind it.
 *
 * @param act gives what was done in words, and what takes it back
 * @throws what `act` throws
 */
export async function doUndoably(act: () => Promise<{ message: string; undo: () => void }>): Promise<void> {
  begun += 1;
  const mine: Act = { number: begun, unwanted: null };
  underway.push(mine);
  lastUndo = null;
  try {
    const { message, undo } = await act();
    if (mine.unwanted !== null) undo();
    // An answer that a later act's has overtaken is news, and `U` stays with the later one.
    else told(message, mine.number > lastTold ? undo : undefined);
    lastTold = Math.max(lastTold, mine.number);
  } finally {
    if (mine.unwanted !== null) notifications.hide(mine.unwanted);
    underway.splice(underway.indexOf(mine), 1);
  }
}

export const toldProblem = (problem: unknown): void => show(`problem-${Date.now()}`, 'alertTriangle', problemText(problem));

function show(id: string, icon: 'check' | 'alertTriangle' | 'arrowBack', message: string, undo?: () => void): void {
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
