import type { Sequelize } from 'sequelize';
import { row } from '../sql.ts';

/** Whose tax number begins with these eight digits; null when nobody's here. */
export const businessOfBaseNumber = async (database: Sequelize, baseNumber: string): Promise<string | null> =>
  (await row<{ id: string }>(database, 'select id from businesses where base_number = $1 and ended_at is null', baseNumber))?.id ?? null;
