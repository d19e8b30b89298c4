import { Checkbox, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { paymentMethods } from '#services/domain/reading.ts';
import type { EnteredValues } from '#web/contract/documents.ts';

type Values = Partial<EnteredValues>;

/** What the person knows of the voucher (H-074); every field may stay empty, what is entered outranks what is read. */
export function EnteredForm({ values, onChange }: { values: Values; onChange: (values: Values) => void }) {
  const { t } = useTranslation();
  const text = (name: 'partner' | 'number') => ({
    label: t(`capture.entered.${name}`),
    value: values[name] ?? '',
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => onChange({ ...values, [name]: currentTarget.value || null }),
  });
  const day = (name: 'issuedOn' | 'suppliedOn' | 'dueOn') => ({
    type: 'date',
    label: t(`capture.entered.${name}`),
    value: values[name] ?? '',
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => onChange({ ...values, [name]: currentTarget.value || null }),
  });
  return (
    <div className="form">
      <SegmentedControl
        aria-label={t('capture.entered.direction')}
        value={values.direction ?? 'payable'}
        onChange={(direction) => onChange({ ...values, direction: direction as 'payable' | 'receivable' })}
        data={[
          { value: 'payable', label: t('capture.entered.payable') },
          { value: 'receivable', label: t('capture.entered.receivable') },
        ]}
      />
      <TextInput {...text('partner')} autoComplete="organization" maxLength={200} />
      <TextInput {...text('number')} autoComplete="off" maxLength={100} />
      <div className="form-pair">
        <TextInput
          label={t('capture.entered.gross')}
          inputMode="decimal"
          autoComplete="off"
          value={values.gross ?? ''}
          error={values.gross && plainAmount(values.gross) === null ? t('capture.entered.grossWrong') : null}
          onChange={({ currentTarget }) => onChange({ ...values, gross: currentTarget.value || null })}
        />
        <Select
          label={t('capture.entered.currency')}
          value={values.currency ?? 'HUF'}
          onChange={(currency) => onChange({ ...values, currency })}
          data={['HUF', 'EUR', 'USD', 'GBP', 'CHF', 'RON', 'CZK', 'PLN']}
        />
      </div>
      <TextInput {...day('issuedOn')} />
      <div className="form-pair">
        <TextInput {...day('suppliedOn')} />
        <TextInput {...day('dueOn')} />
      </div>
      <Select
        label={t('capture.entered.paymentMethod')}
        clearable
        value={values.paymentMethod ?? null}
        onChange={(method) => onChange({ ...values, paymentMethod: method as EnteredValues['paymentMethod'] })}
        data={paymentMethods.map((value) => ({ value, label: t(`payment.${value}`) }))}
      />
      <Checkbox
        label={t('capture.entered.isPaid')}
        checked={values.isPaid ?? false}
        onChange={({ currentTarget }) => onChange({ ...values, isPaid: currentTarget.checked || null })}
      />
      <Textarea
        label={t('capture.entered.note')}
        autosize
        minRows={2}
        maxLength={1_000}
        value={values.note ?? ''}
        onChange={({ currentTarget }) => onChange({ ...values, note: currentTarget.value || null })}
      />
    </div>
  );
}

/** `18 400`, `12.500,50` and `12.50` as the wire writes them; null when it is no amount. */
export function plainAmount(text: string): string | null {
  const bare = text.replace(/[\s\u00a0]/g, '');
  const grouped = /^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(bare) ? bare.replaceAll('.', '') : bare;
  const plain = grouped.replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? plain : null;
}

/** What was entered, ready for the wire; null when nothing was. */
export function enteredOf(values: Values): Values | null {
  const { direction: _direction, currency: _currency, ...said } = values;
  if (!Object.values(said).some((value) => value !== null && value !== undefined)) return null;
  const gross = values.gross ? plainAmount(values.gross) : null;
  return { ...values, gross, currency: gross === null ? null : (values.currency ?? 'HUF') };
}
