import { Button, Checkbox, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { StatementPreview } from '#web/contract/bank-statements.ts';
import { formatAccount, formatDay, formatMoney } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import type { Say } from './say.ts';

type Previewed = StatementPreview['statements'][number];

/** What the file would bring, what a person must say first, and the act. */
export function PreviewedStatements({
  preview: { statements, warnings },
  say,
  onSay,
  onTake,
}: {
  preview: StatementPreview;
  say: Say;
  onSay: (say: Say) => void;
  onTake: () => void;
}) {
  const { t } = useTranslation();
  const lacksAccount = statements.some(({ account }) => account === null);
  const isNew = statements.some(({ account, isKnown }) => account !== null && !isKnown);
  const isIncomplete = statements.some(({ balances }) => balances === false);
  const isReady = !lacksAccount && (!isNew || say.mayAddAccount) && (!isIncomplete || say.mayBeIncomplete);
  return (
    <section className="card" aria-label={t('bank.inTheFile')}>
      <div className="card-head">
        <h2>{t('bank.inTheFile')}</h2>
      </div>
      {statements.map((statement, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a statement is its place in the file
        <Statement key={at} statement={statement} />
      ))}
      {warnings.length > 0 && (
        <ul className="card-body">
          {[...Map.groupBy(warnings, ({ code }) => code)].map(([code, alike]) => (
            <li key={code} className="row small">
              <span className="amber">
                <Icon name="alertTriangle" />
              </span>
              {t(`bank.warning.${code as 'does-not-balance'}`, { defaultValue: alike[0]!.message })} {rowsOf(alike, t)}
            </li>
          ))}
        </ul>
      )}
      <div className="card-body stack">
        {(lacksAccount || say.account !== undefined) && (
          <TextInput
            key={say.account}
            label={t('bank.accountOfFile')}
            description={t('bank.accountOfFileHint')}
            maw={360}
            defaultValue={say.account ?? ''}
            onBlur={(event) => {
              const account = event.currentTarget.value.trim();
              if (account !== (say.account ?? '')) onSay({ ...say, account: account || '' });
            }}
          />
        )}
        {isNew && (
          <Checkbox
            label={t('bank.isOurs')}
            checked={say.mayAddAccount}
            onChange={(event) => onSay({ ...say, mayAddAccount: event.currentTarget.checked })}
          />
        )}
        {isIncomplete && (
          <Checkbox
            label={t('bank.takeIncomplete')}
            checked={say.mayBeIncomplete}
            onChange={(event) => onSay({ ...say, mayBeIncomplete: event.currentTarget.checked })}
          />
        )}
        <div className="form-acts">
          <Button variant="filled" disabled={!isReady} onClick={onTake}>
            {t('bank.takeIn', { count: statements.reduce((sum, { lines }) => sum + lines, 0) })}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** The places that a warning is about, the first of many. */
function rowsOf(alike: StatementPreview['warnings'], t: TFunction): string {
  const places = alike.flatMap(({ row }) => row ?? []);
  const shown = places.slice(0, 12).join(', ');
  return places.length === 0 ? '' : t('bank.atRows', { rows: places.length > 12 ? `${shown} …` : shown });
}

function Statement({ statement }: { statement: Previewed }) {
  const { t } = useTranslation();
  const { account, isKnown, currency, from, to, openingBalance, closingBalance, balances, lines, first } = statement;
  return (
    <>
      <div className="card-body row wrap">
        <span className="strong">{account ? formatAccount(account) : t('bank.noAccount')}</span>
        <span className="faint">
          {[currency, from && `${formatDay(from)} – ${formatDay(to)}`, t('bank.lineCount', { count: lines })].filter(Boolean).join(' · ')}
        </span>
        {!isKnown && account && (
          <span className="chip" data-tone="amber">
            {t('bank.newAccount')}
          </span>
        )}
        {balances !== null && (
          <span className="chip" data-tone={balances ? 'green' : 'red'}>
            <Icon name={balances ? 'check' : 'alertTriangle'} />
            {t(balances ? 'bank.addsUp' : 'bank.doesNotAddUp')}
          </span>
        )}
        {openingBalance !== null && closingBalance !== null && (
          <span className="small faint number">
            {formatMoney(openingBalance, currency)} → {formatMoney(closingBalance, currency)}
          </span>
        )}
      </div>
      <div className="mapping">
        <table className="table">
          <tbody>
            {first.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the file
              <tr key={at}>
                <td className="number">{formatDay(line.bookedOn)}</td>
                <td className="strong">{line.counterpartyName ?? '–'}</td>
                <td className="faint">{line.counterpartyAccount && formatAccount(line.counterpartyAccount)}</td>
                <td className="faint">{line.memo}</td>
                <td className="right number strong">{formatMoney(line.amount, line.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
