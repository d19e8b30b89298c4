import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { invoiceKinds, paymentMethods } from '#services/domain/reading.ts';
import { fieldLabel } from '../shared/labels.ts';
import { SourceChip } from '../shared/SourceChip.tsx';
import type { Choice } from './questions.ts';
import { typed, written } from './typing.ts';

type Props = {
  name: string;
  /** What stands in the field now. */
  text: string;
  why: string | null;
  /** What hangs on the choice. */
  turnsOn: string | null;
  choices: readonly Choice[];
  hint?: ReactNode;
  onType: (text: string) => void;
  onPoint: () => void;
  isActive: boolean;
};

/** A field with its doubt: amber bar and reason, both values where sources differ, each with a key. */
export function EvidenceField({ name, text, why, turnsOn, choices, hint, onType, onPoint, isActive }: Props) {
  const { t } = useTranslation();
  const isWrong = typed(name, text) === undefined;
  const shownChoice = (value: string) =>
    name === 'direction'
      ? t(value === 'payable' ? 'review.payableBy' : 'review.receivableBy')
      : name === 'kind'
        ? t(`invoiceKind.${value as 'invoice'}`)
        : name === 'paymentMethod'
          ? t(`payment.${value as 'cash'}`)
          : written(name, value);
  const label = name === 'direction' ? t('review.side') : fieldLabel(name);
  const words = name === 'kind' ? invoiceKinds : name === 'paymentMethod' ? paymentMethods : null;
  return (
    <div className="question" data-active={isActive} data-asks={why !== null}>
      <div className="row">
        {name === 'direction' ? (
          <b className="small">{label}</b>
        ) : (
          <label htmlFor={`field-${name}`}>
            <b className="small">{label}</b>
          </label>
        )}
        {why && <span className="small faint">{why}</span>}
      </div>
      {choices.length > 1 && (
        <fieldset className="choices">
          <legend className="hidden">{label}</legend>
          {choices.map((choice, index) => (
            <label key={`${choice.source}${choice.value}`} className="choice" data-chosen={written(name, choice.value) === text}>
              <input
                type="radio"
                className="choice-dot"
                name={`choice-${name}`}
                data-field={index === 0 ? name : undefined}
                checked={written(name, choice.value) === text}
                onFocus={onPoint}
                onChange={() => onType(written(name, choice.value))}
              />
              <kbd>{index + 1}</kbd>
              <span>{shownChoice(choice.value)}</span>
              <span className="grow small faint clip">{choice.source && t(`review.saidBy.${choice.source}`)}</span>
              {choice.source && <SourceChip source={choice.source} />}
            </label>
          ))}
        </fieldset>
      )}
      {turnsOn && <p className="small faint turns-on">{turnsOn}</p>}
      {name === 'direction' ? null : words ? (
        <select
          id={`field-${name}`}
          className="question-input"
          data-field={choices.length > 1 ? undefined : name}
          value={text}
          onChange={(event) => onType(event.target.value)}
          onFocus={onPoint}
        >
          {name === 'paymentMethod' && <option value="">–</option>}
          {words.map((word) => (
            <option key={word} value={word}>
              {shownChoice(word)}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={`field-${name}`}
          className="question-input"
          data-field={choices.length > 1 ? undefined : name}
          value={text}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? `wrong-${name}` : undefined}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onType(event.target.value)}
          onFocus={onPoint}
        />
      )}
      {isWrong && (
        <span className="small red" role="alert" id={`wrong-${name}`}>
          {t(name.endsWith('On') ? 'review.notDay' : 'review.notAmount')}
        </span>
      )}
      {hint}
    </div>
  );
}
