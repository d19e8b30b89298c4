import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { DocumentDetail } from '#web/contract/documents.ts';
import type { Evidence } from '../shared/evidence.ts';
import { fieldLabel } from '../shared/labels.ts';

const KindBecause = z.object({ learnt: z.array(z.string()) });
/** As supplier memory writes its reasons. */
const taughtReasons: ReadonlySet<string | undefined> = new Set(['at its usual place', 'not at its usual place', 'its usual term']);

/** Where what people taught decided the kind or a field: what it was, and the way to the lessons. */
export function TaughtNote({
  businessId,
  document,
  evidence,
}: {
  businessId: string;
  document: DocumentDetail | undefined;
  evidence: Record<string, Evidence>;
}) {
  const { t } = useTranslation();
  const kind = KindBecause.safeParse(document?.reading?.['kindBecause']);
  const decided = [
    ...(kind.success && kind.data.learnt.length > 0 ? [t('field.kind')] : []),
    ...Object.entries(evidence).flatMap(([name, { because }]) => (taughtReasons.has(because) ? [fieldLabel(name)] : [])),
  ];
  if (decided.length === 0) return null;
  return (
    <p className="small faint">
      {t('review.taught')}: {decided.join(', ')}.{' '}
      <Link className="link" to="/b/$businessId/settings/lessons" params={{ businessId }}>
        {t('lessons.title')}
      </Link>
    </p>
  );
}
