import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of test material beside the checkout, or null where it is absent; its tests are then skipped. */
export function sharedFolder(): string | null {
  const folder = fileURLToPath(new URL('../../../shared/', import.meta.url));
  return existsSync(folder) ? folder : null;
}
