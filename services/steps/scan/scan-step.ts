import type { Step } from '../step.ts';
import { ScannerAway, scan } from './clamd.ts';

/**
 * Holds a file back until the malware scanner has seen it (H-057). Without a scanner in the settings there is nothing
 * to wait for. While the scanner is away the document waits, for as long as it takes; nobody gives it up.
 */
export const scanStep: Step = async ({ businessId, sha256 }, { clamdUrl, objects, log }) => {
  if (clamdUrl === undefined) return { to: 'next' };
  try {
    const verdict = await scan(clamdUrl, await objects.open(businessId, sha256));
    if (verdict.is === 'clean') return { to: 'next' };
    return { to: 'quarantined', because: verdict.is === 'infected' ? verdict.signature : 'too-large-to-scan' };
  } catch (error) {
    if (!(error instanceof ScannerAway)) throw error;
    log.warn({ error }, 'a document waits for the scanner');
    return { to: 'waiting-scan', because: 'scanner-away' };
  }
};
