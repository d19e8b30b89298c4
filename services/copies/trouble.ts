import { troubleOf } from '../remote/open-shelf.ts';

/** The server took the connection but not the file. */
export class CannotWrite extends Error {
  override readonly name = 'CannotWrite';
  readonly isFull: boolean;

  constructor(cause: unknown, { isFull }: { isFull: boolean }) {
    super('the server did not take the file', { cause });
    this.isFull = isFull;
  }
}

/** What stands in the way of copies, in one word for the screen. SFTP tells numbers (3: not allowed, 4: failed), FTP replies of RFC 959. */
export function copyTroubleOf(error: unknown): string {
  if (!(error instanceof CannotWrite)) return troubleOf(error);
  const { code, message = '' } = error.cause as { code?: unknown; message?: string };
  if (error.isFull || code === 452 || code === 552 || /no space|quota|disk full|writing to local file/i.test(message)) return 'server-full';
  if (code === 3 || code === 'EACCES' || code === 550 || code === 553 || code === 532 || /permission denied/i.test(message))
    return 'no-permission';
  // It let us in just now: a full disk ends the data connection of some FTP servers before they say why.
  return 'cannot-write';
}
