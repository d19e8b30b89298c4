import { ActionIcon, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TransactionView } from '#web/contract/bank.ts';
import { typedAmount, unscaled } from '../../shared/amount.ts';
import { formatMoney, formatNumber } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { leftAfter, type Pick, remainsOf, withAmount } from './picking.ts';

/** The items among which a line's money is divided, each with its part, and what is left of the line. */
export function SplitList({
  line,
  picks,
  onChange,
}: {
  line: TransactionView;
  picks: readonly Pick[];
  onChange: (picks: readonly Pick[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <section className="card parting" aria-label={t('bank.split')}>
      <ul className="list">
        {picks.map((pick) => (
          <li key={pick.item.item}>
            <span className="grow clip">
              <span className="strong">{pick.item.number ?? '–'}</span>
              <br />
              <span className="small faint">{pick.item.partnerName ?? t('common.unknown')}</span>
            </span>
            <span className="small faint number">
              {t('bank.remains')} {formatMoney(remainsOf(pick), pick.item.currency)}
            </span>
            <PartField pick={pick} onPart={(amount) => onChange(withAmount(picks, pick.item.item, amount))} />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('bank.leaveOut', { number: pick.item.number ?? '–' })}
              onClick={() => onChange(picks.filter(({ item }) => item.item !== pick.item.item))}
            >
              <Icon name="x" />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <p className="card-body row">
        <span className="grow faint">{t('bank.leftOver')}</span>
        <span className="number strong">{formatMoney(unscaled(leftAfter(line, picks)), line.currency)}</span>
      </p>
    </section>
  );
}

function PartField({ pick: { item, amount }, onPart }: { pick: Pick; onPart: (amount: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(formatNumber(amount));
  useEffect(() => setText(formatNumber(amount)), [amount]);
  return (
    <TextInput
      aria-label={t('bank.partOf', { number: item.number ?? '–' })}
      className="parting-field"
      inputMode="decimal"
      value={text}
      error={typedAmount(text) === null}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => {
        const typed = typedAmount(text);
        if (typed !== null) onPart(typed);
      }}
      onKeyDown={(event) => {
        const typed = typedAmount(text);
        if (event.key === 'Enter' && typed !== null) onPart(typed);
      }}
    />
  );
}
