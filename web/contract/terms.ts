import { z } from 'zod';
import { Instant, Line } from './account-fields.ts';

/** Terms and privacy notice of one version, with the declaration's two parts (H-006, H-026). */
export const TermsView = z
  .object({
    version: z.string(),
    effectiveAt: Instant,
    hu: z.string(),
    en: z.string(),
    declaration: z.object({ version: z.string(), hu: z.array(z.string()), en: z.array(z.string()) }),
  })
  .meta({ id: 'Terms' });
export type TermsView = z.infer<typeof TermsView>;

export const TermsAcceptance = z.strictObject({ version: Line(40) });
export type TermsAcceptance = z.infer<typeof TermsAcceptance>;

export const TermsParams = z.object({ version: Line(40) });
