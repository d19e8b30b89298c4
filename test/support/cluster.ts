import pg from 'pg';

export const template = 'bizonylat_template';

export const withName = (url: string, name: string): string => {
  const named = new URL(url);
  named.pathname = `/${name}`;
  return named.href;
};

export async function asAdmin(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** Makes the template database anew and lets `fill` migrate it. */
export async function templateOf(url: string, fill: (templateUrl: string) => Promise<unknown>): Promise<void> {
  await asAdmin(url, `drop database if exists ${template} with (force)`, `create database ${template}`);
  await fill(withName(url, template));
}
