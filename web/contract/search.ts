import { z } from 'zod';
import { documentKinds } from '#services/domain/reading.ts';
import { Amount, Day, Id } from './shapes.ts';

export const SearchQuery = z.object({
  q: z.string().trim().min(1).max(200),
  type: z.enum(['invoice', 'document', 'partner']).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** What a search finds; `page` and `snippet`: where on a document the words stand. */
export const SearchHit = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('invoice'),
      id: Id,
      number: z.string().nullable(),
      partner: z.string().nullable(),
      direction: z.enum(['receivable', 'payable']),
      issuedOn: Day.nullable(),
      gross: Amount.nullable(),
      currency: z.string().nullable(),
    }),
    z.object({
      type: z.literal('document'),
      id: Id,
      name: z.string(),
      kind: z.enum(documentKinds).nullable(),
      page: z.int().nullable(),
      snippet: z.string().nullable(),
    }),
    z.object({ type: z.literal('partner'), id: Id, name: z.string().nullable(), taxNumber: z.string().nullable() }),
  ])
  .meta({ id: 'SearchHit' });
export type SearchHit = z.infer<typeof SearchHit>;
