import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The text of a picture by the native program in one thread: the reference of what reads pictures. */
export async function bareTesseract(picture: Buffer): Promise<string> {
  const child = spawn('tesseract', ['stdin', 'stdout', '-l', 'hun+eng', '--dpi', '300'], {
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  child.stdin.end(picture);
  await once(child, 'close');
  return text;
}
