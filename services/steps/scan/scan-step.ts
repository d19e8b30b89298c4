import type { Step } from '../step.ts';

/** Holds a file back until the malware scanner has seen it (H-057). Without a scanner in the settings there is nothing to wait for. */
export const scanStep: Step = async (_document, { clamdUrl }) => {
  if (clamdUrl === undefined) return { to: 'next' };
  throw new Error('the scanner is not connected');
};
