import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { addDays } from '#services/domain/day.ts';
import { formatDay, today, weekdayOf } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';

/** Whose day is shown: one back, one on; the day itself leads back to all of them. Without one, every day is shown. */
export function DaySwitch({ day, onChange }: { day: string | undefined; onChange: (day: string | undefined) => void }) {
  const { t } = useTranslation();
  return (
    <span className="day-switch">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('intakes.dayBefore')}
        onClick={() => onChange(day ? addDays(day, -1) : today())}
      >
        <Icon name="chevronLeft" />
      </ActionIcon>
      {day ? (
        <button type="button" title={t('intakes.everyDay')} onClick={() => onChange(undefined)}>
          {formatDay(day)}
          <span className="only-wide">, {weekdayOf(day)}</span>
        </button>
      ) : (
        <b>{t('intakes.everyDay')}</b>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('intakes.dayAfter')}
        disabled={!day || day >= today()}
        onClick={() => day && onChange(addDays(day, 1))}
      >
        <Icon name="chevronRight" />
      </ActionIcon>
    </span>
  );
}
