import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { QueryTypes, type Sequelize } from 'sequelize';

/** Prometheus text: the process, and what waits or asks for a person, counted when asked. No business is named. */
export function openMetrics(database: Sequelize): () => Promise<string> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counted = (name: string, help: string, label: string, sql: string) =>
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [registry],
      async collect() {
        this.reset();
        const rows = await database.query<{ label: string; count: bigint }>(sql, { type: QueryTypes.SELECT });
        for (const { label: value, count } of rows) this.set({ [label]: value }, Number(count));
      },
    });
  counted(
    'bizonylat_jobs',
    'Jobs in the outbox',
    'queue',
    'select name as label, count(*) from jobs where failed_at is null group by name',
  );
  counted(
    'bizonylat_jobs_failed',
    'Jobs given up',
    'queue',
    'select name as label, count(*) from jobs where failed_at is not null group by name',
  );
  counted(
    'bizonylat_documents_open',
    'Documents that are not done',
    'state',
    `select state as label, count(*) from documents where state in ('stored', 'waiting-scan', 'quarantined', 'classified', 'recognised', 'needs-review', 'failed') group by state`,
  );
  return () => registry.metrics();
}
