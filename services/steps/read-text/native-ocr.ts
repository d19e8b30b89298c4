import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A page takes two to six seconds; a stuck one must not hold the pool. */
const timeMs = 30_000;

/** Runs the machine's own tesseract on one picture and gives its TSV. One thread: the pool already fills the cores. */
export async function recogniseNatively(
  image: Uint8Array,
  { mode, dpi, languages, settings }: { mode: number; dpi: number; languages: readonly string[]; settings: Record<string, string> },
): Promise<string> {
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(
    'tesseract',
    ['stdin', 'stdout', '-l', languages.join('+'), '--psm', String(mode), '--dpi', String(Math.round(dpi)), ...given, 'tsv'],
    {
      env: { ...process.env, OMP_THREAD_LIMIT: '1' },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: timeMs,
    },
  );
  child.stdin.on('error', () => undefined); // it may end before it has read all; its exit status says so
  child.stdin.end(image);
  let tsv = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    tsv += text;
  });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`tesseract ended with ${status}`);
  return tsv;
}
