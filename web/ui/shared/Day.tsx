import { formatDay, formatInstant } from './format.ts';

/** A calendar day (`day`) or an instant in Budapest time (`at`). */
export function Day({ day, at, short = false }: { day?: string | null; at?: string | null; short?: boolean }) {
  if (at)
    return (
      <time className="number" dateTime={at}>
        {formatInstant(at)}
      </time>
    );
  return day ? (
    <time className="number" dateTime={day}>
      {formatDay(day, short)}
    </time>
  ) : (
    <span className="faint">–</span>
  );
}
