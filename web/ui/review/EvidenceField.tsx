import { type ChangeEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { invoiceKinds, paymentMethods } from '#services/domain/reading.ts';
import { typedAmount, typedDay } from '../shared/amount.ts';
import { formatDay, formatNumber } from '../shared/format.ts';
import { fieldLabel } from '../shared/labels.ts';
import { SourceChip } from '../shared/SourceChip.tsx';
import type { Choice } from './questions.ts';

const amounts = new Set(['net', 'vat', 'gross', 'payable', 'netHuf', 'vatHuf', 'grossHuf', 'exchangeRate']);

/** As it stands in an input: days and amounts in the writing of the country. */
export function written(name: string, value: string | null): string {
  if (value === null) return '';
  if (name.endsWith('On')) return formatDay(value);
  return amounts.has(name) ? formatNumber(value.replace(/\.0+$/, '')) : value;
}

/** What was typed, as the contract writes it; `undefined` when it is no day or amount. */
export function typed(name: string, text: string): string | null | undefined {
  if (text.trim() === '') return null;
  if (name.endsWith('On')) return typedDay(text) ?? undefined;
  return amounts.has(name) ? (typedAmount(text) ?? undefined) : text.trim();
}

type Props = {
  name: string;
  value: string | null;
  why: string | null;
  choices: readonly Choice[];
  onChange: (value: string | null) => void;
  onPoint: (name: string) => void;
  isActive: boolean;
};

/** A field with its doubt: amber bar and reason, both values where sources differ, its place on the page while it has the focus. */
export function EvidenceField({ name, value, why, choices, onChange, onPoint, isActive }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState<string | null>(null);
  const isWrong = text !== null && typed(name, text) === undefined;
  const change = (event: ChangeEvent<HTMLInputElement>) => {
    setText(event.target.value);
    const next = typed(name, event.target.value);
    if (next !== undefined) onChange(next);
  };
  return (
    <div className="question" data-active={isActive}>
      <label className="row" htmlFor={`field-${name}`}>
        <b className="small">{fieldLabel(name)}</b>
        {why && <span className="small faint">{why}</span>}
      </label>
      {choices.length > 1 && (
        <div className="choices">
          {choices.map((choice, index) => (
            <button
              key={choice.source + choice.value}
              type="button"
              className="choice"
              aria-pressed={choice.value === value}
              onFocus={() => onPoint(name)}
              onClick={() => {
                setText(null);
                onChange(choice.value);
              }}
            >
              <kbd>{index + 1}</kbd>
              <span className="grow">{written(name, choice.value)}</span>
              <SourceChip source={choice.source} />
            </button>
          ))}
        </div>
      )}
      {name === 'kind' || name === 'paymentMethod' ? (
        <select
          id={`field-${name}`}
          className="question-input"
          data-field={name}
          value={value ?? ''}
          onChange={(event) => onChange(event.target.value || null)}
          onFocus={() => onPoint(name)}
        >
          {name === 'paymentMethod' && <option value="">–</option>}
          {name === 'kind'
            ? invoiceKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`invoiceKind.${kind}`)}
                </option>
              ))
            : paymentMethods.map((method) => (
                <option key={method} value={method}>
                  {t(`payment.${method}`)}
                </option>
              ))}
        </select>
      ) : (
        <input
          id={`field-${name}`}
          className="question-input"
          data-field={name}
          value={text ?? written(name, value)}
          aria-invalid={isWrong}
          autoComplete="off"
          onChange={change}
          onFocus={() => onPoint(name)}
          onBlur={() => !isWrong && setText(null)}
        />
      )}
      {isWrong && (
        <span className="small red" role="alert">
          {t(name.endsWith('On') ? 'review.notDay' : 'review.notAmount')}
        </span>
      )}
    </div>
  );
}
