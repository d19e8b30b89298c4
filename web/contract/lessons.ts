import { z } from 'zod';
import { placedFields } from '#services/domain/lessons.ts';
import { documentKinds } from '#services/domain/reading.ts';
import { Id, Instant } from './shapes.ts';

/** What a business's people taught the reader; nothing of it leaves the business. */
export const LessonsView = z
  .object({
    kinds: z.array(
      z.object({
        id: Id,
        documentId: Id,
        documentName: z.string(),
        kind: z.enum(documentKinds),
        words: z.array(z.string()),
        taughtBy: Id.nullable(),
        taughtAt: Instant,
      }),
    ),
    suppliers: z.array(
      z.object({
        partnerId: Id,
        name: z.string().nullable(),
        number: z.string().nullable(),
        places: z.array(
          z.object({
            field: z.enum(placedFields),
            page: z.int(),
            box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
            times: z.int(),
          }),
        ),
        /** Usual term in days; null while there is none (AC-058). */
        dueDays: z.int().nullable(),
        lastTaughtAt: Instant,
      }),
    ),
  })
  .meta({ id: 'Lessons' });
