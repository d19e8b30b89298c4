import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { columnFields, dayOrders, decimalMarks, type Field } from '#services/domain/column-mapping.ts';
import type { ColumnMappingBody, StatementPreview } from '#web/contract/bank-statements.ts';
import { Icon } from '../../shared/Icon.tsx';
import { Scroller } from '../../shared/Scroller.tsx';
import { refusalText } from './refusal-text.ts';

type Guess = NonNullable<StatementPreview['guess']>;

/** The first rows of an unknown file under what each column is taken for; a change is tried at once. */
export function MappingTable({
  guess: { firstRows },
  refused,
  balances,
  mapping,
  onMapping,
}: {
  guess: Guess;
  refused: StatementPreview['refused'];
  balances: boolean | null;
  mapping: ColumnMappingBody;
  onMapping: (mapping: ColumnMappingBody) => void;
}) {
  const { t } = useTranslation();
  const width = Math.max(0, ...firstRows.map((row) => row.length));
  const fieldAt = (at: number): Field | null => columnFields.find((field) => mapping.columns[field]?.includes(at)) ?? null;
  const put = (at: number, field: Field | null) => {
    const without = Object.fromEntries(
      Object.entries(mapping.columns).flatMap(([name, places]) => {
        const rest = places.filter((place) => place !== at);
        return rest.length > 0 ? [[name, rest]] : [];
      }),
    ) as ColumnMappingBody['columns'];
    // Texts may be put together from several columns; of everything else there is one.
    const before = field === 'memo' ? (without.memo ?? []) : [];
    onMapping({ ...mapping, columns: field === null ? without : { ...without, [field]: [...before, at] } });
  };
  const heading = mapping.headings ? firstRows.findIndex((row) => row.join('\n') === mapping.headings?.join('\n')) + 1 : 0;
  const proof = balances === true ? 'proved' : balances === false ? 'unproved' : 'noBalances';
  return (
    <section className="card" aria-label={t('bank.columns')}>
      <div className="card-head">
        <h2>{t('bank.columns')}</h2>
        <span className="row small">
          <span className={balances === false || refused ? 'amber' : balances ? 'green' : 'faint'}>
            <Icon name={balances === true && !refused ? 'check' : balances === null && !refused ? 'info' : 'alertTriangle'} />
          </span>
          {refused ? refusalText(t, refused) : t(`bank.${proof}`)}
        </span>
      </div>
      <Scroller className="mapping" aria-label={t('bank.firstRows')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('bank.row')}</th>
              {Array.from({ length: width }, (_, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <th key={at} scope="col">
                  <Select
                    aria-label={t('bank.columnNo', { number: at + 1 })}
                    w={170}
                    data={[
                      { value: '', label: t('bank.unused') },
                      ...columnFields.map((field) => ({ value: field, label: t(`bank.column.${field}`) })),
                    ]}
                    value={fieldAt(at) ?? ''}
                    onChange={(field) => put(at, (field || null) as Field | null)}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {firstRows.map((row, number) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the file
              <tr key={number} data-heading={heading === number + 1}>
                <td className="number faint">{number + 1}</td>
                {Array.from({ length: width }, (_, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                  <td key={at}>{row[at] ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      <div className="card-body row wrap">
        <Select
          label={t('bank.heading')}
          data={[
            { value: '', label: t('bank.noHeading') },
            ...firstRows.map((_, at) => ({ value: String(at + 1), label: t('bank.rowNo', { number: at + 1 }) })),
          ]}
          value={String(heading || '')}
          onChange={(number) => onMapping({ ...mapping, headings: number ? firstRows[Number(number) - 1]! : null })}
        />
        <Select
          label={t('bank.dayOrder')}
          data={[{ value: '', label: t('bank.asWritten') }, ...dayOrders.map((value) => ({ value, label: t(`bank.dayOrders.${value}`) }))]}
          value={mapping.dayOrder ?? ''}
          onChange={(value) => onMapping({ ...mapping, dayOrder: (value || null) as ColumnMappingBody['dayOrder'] })}
        />
        <Select
          label={t('bank.decimalMark')}
          data={[
            { value: '', label: t('bank.asWritten') },
            ...decimalMarks.map((value) => ({ value, label: t(`bank.decimalMarks.${value === ',' ? 'comma' : 'point'}`) })),
          ]}
          value={mapping.decimalMark ?? ''}
          onChange={(value) => onMapping({ ...mapping, decimalMark: (value || null) as ColumnMappingBody['decimalMark'] })}
        />
        <TextInput
          key={mapping.currency}
          label={t('bank.currency')}
          w={100}
          maxLength={3}
          defaultValue={mapping.currency ?? ''}
          placeholder="HUF"
          onBlur={(event) => {
            const currency = event.currentTarget.value.trim().toUpperCase();
            if (currency !== (mapping.currency ?? '') && (currency === '' || currency.length === 3))
              onMapping({ ...mapping, currency: currency || null });
          }}
        />
      </div>
    </section>
  );
}
