import { useEffect, useRef } from 'react';

const remembered = 'bizonylat.single-keys';

/** Single-letter keys can be switched off (WCAG 2.1.4). */
export const areSingleKeysOn = (): boolean => localStorage.getItem(remembered) !== 'off';
export const setSingleKeys = (on: boolean): void => localStorage.setItem(remembered, on ? 'on' : 'off');

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    ['TEXTAREA', 'SELECT'].includes(target.tagName) ||
    (target instanceof HTMLInputElement && !['radio', 'checkbox', 'button'].includes(target.type)));

const isOnControl = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a, [role="menuitem"], [role="option"]') !== null;

/**
 * Binds keys of a screen: `{ j: next, Enter: accept }`. Letters and figures do nothing while one types in a field, nor under a dialog;
 * Enter in a field counts, on a button or link it stays the control's own. `isLast`: keys of the frame, which a screen may take for itself.
 */
export function useKeys(keys: Readonly<Record<string, ((event: KeyboardEvent) => void) | undefined>>, isLast = false): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector('[role="dialog"]')) return;
      const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const act = current.current[name];
      if (!act) return;
      if (name.length === 1 && (isTyping(event.target) || !areSingleKeysOn())) return;
      if (name === 'Enter' && isOnControl(event.target)) return;
      event.preventDefault();
      act(event);
    };
    // What the document handles comes before the window.
    const place = isLast ? window : document;
    place.addEventListener('keydown', press as EventListener);
    return () => place.removeEventListener('keydown', press as EventListener);
  }, [isLast]);
}
