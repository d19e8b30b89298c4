import { useTranslation } from 'react-i18next';
import type { DoorView } from '#web/contract/doors.ts';
import { dayOf, formatDay, timeOf, today } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { doorLabel } from '../shared/labels.ts';
import { iconOfDoor } from '../shared/media.ts';
import { daysSince } from './days-since.ts';

/** One door in a few lines: is it well, what came on each of the last thirty days, when the last one. */
export function DoorHealth({ door }: { door: DoorView }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...door.daily);
  const total = door.daily.reduce((sum, count) => sum + count, 0);
  const last = door.lastAt === null ? null : dayOf(door.lastAt);
  return (
    <>
      <h3 className="row">
        <Icon name={iconOfDoor(door.door)} />
        <span className="grow">{doorLabel(door.door)}</span>
        {door.silentSince ? (
          <span className="row small amber">
            <Icon name="alertTriangle" /> {t('doors.silent', { count: daysSince(door.silentSince) })}
          </span>
        ) : (
          <span className="row small green">
            <Icon name="circleCheck" /> {t('doors.well')}
          </span>
        )}
      </h3>
      <div className="door-days" role="img" aria-label={t('doors.chart', { count: total })}>
        {door.daily.map((count, day) => (
          <i
            // biome-ignore lint/suspicious/noArrayIndexKey: the days of a month, each in its place
            key={day}
            style={{ height: count === 0 ? 2 : `${20 + (count / most) * 80}%` }}
            data-none={count === 0}
            data-today={day === door.daily.length - 1}
          />
        ))}
      </div>
      <p className="small faint">
        {[
          last === null
            ? t('doors.never')
            : last === today()
              ? t('doors.lastToday', { time: timeOf(door.lastAt!), count: door.daily.at(-1)! })
              : t('doors.last', { day: formatDay(last) }),
          rhythmWords(door),
        ]
          .filter(Boolean)
          .join('; ')}
      </p>
    </>
  );

  function rhythmWords({ rhythm }: DoorView): string {
    if (rhythm === null) return '';
    if (rhythm.days === 0) return t('doors.notWatched');
    return rhythm.from === 'set' ? t('doors.rhythmSet', { count: rhythm.days }) : t('doors.rhythm', { count: rhythm.days });
  }
}
