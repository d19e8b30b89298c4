import { readdirSync } from 'node:fs';

const folder = new URL('../../test/bench/', import.meta.url);

/** `./hub bench NAME [FOLDER…] [--seed N]`: one measurement of docs/quality.md, one JSON object on stdout. */
export async function run([name, ...args]: string[]): Promise<number> {
  const names = readdirSync(folder).flatMap((file) => /^([a-z-]+)\.bench\.ts$/.exec(file)?.[1] ?? []);
  if (name === undefined || !names.includes(name)) {
    console.error(`usage: ./hub bench NAME [FOLDER…] [--seed N]\nNAME: ${names.join(', ')}`);
    return 2;
  }
  const bench: { run(args: string[]): Promise<unknown> } = await import(new URL(`${name}.bench.ts`, folder).href);
  console.log(JSON.stringify(await bench.run(args)));
  return 0;
}
