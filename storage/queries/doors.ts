import { addDays, type Day, dayInBudapest } from '#services/domain/day.ts';
import { rhythmOf, rhythmWindowDays, silentSince } from '#services/domain/door-rhythm.ts';
import { type Place, rows } from '../sql.ts';

export type DoorHealth = {
  businessId: string;
  door: string;
  lastAt: Date | null;
  /** Deliveries of each of the last thirty days, today last. */
  daily: number[];
  rhythm: { days: number; from: 'learnt' | 'set' } | null;
  /** The day on which the silence began, when it has lasted too long. */
  silentSince: Day | null;
};

type DoorRow = { businessId: string; door: string; lastAt: Date | null; days: Record<Day, number> | null; rhythmDays: number | null };

/** How the doors of these businesses are: those through which something came, or whose rhythm a person set. */
export async function doorsOf(place: Place, businessIds: readonly string[], now = new Date()): Promise<DoorHealth[]> {
  const found = await rows<DoorRow>(
    place,
    `with daily as (
       select business_id, door, (received_at at time zone 'Europe/Budapest')::date as day, count(*)::integer as count, max(received_at) as last_at
       from intakes where business_id = any($1) and received_at > $2::timestamptz - make_interval(days => $3) group by 1, 2, 3),
     seen as (select business_id, door, max(last_at) as last_at, jsonb_object_agg(day, count) as days from daily group by 1, 2)
     select business_id as "businessId", door, rhythm_days as "rhythmDays", days,
            coalesce(last_at, (select max(received_at) from intakes i where i.business_id = w.business_id and i.door = w.door)) as "lastAt"
     from seen full join door_watches w using (business_id, door)
     where business_id = any($1) order by business_id, door`,
    businessIds,
    now,
    rhythmWindowDays,
  );
  const today = dayInBudapest(now);
  const lately = Array.from({ length: 30 }, (_, index) => addDays(today, index - 29));
  return found.map(({ businessId, door, lastAt, days, rhythmDays }) => {
    const learnt = rhythmOf(Object.keys(days ?? {}).sort());
    const rhythm =
      rhythmDays !== null
        ? ({ days: rhythmDays, from: 'set' } as const)
        : learnt !== null
          ? ({ days: learnt, from: 'learnt' } as const)
          : null;
    return {
      businessId,
      door,
      lastAt,
      daily: lately.map((day) => days?.[day] ?? 0),
      rhythm,
      silentSince: silentSince(lastAt === null ? null : dayInBudapest(lastAt), rhythm?.days ?? null, today),
    };
  });
}
