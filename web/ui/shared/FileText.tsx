import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DocumentView } from '#web/contract/documents.ts';
import { api } from '../api/client.ts';

/** What a file without pages says, as plain text; nothing of it is ever run or drawn as a page of ours. */
export function FileText({ businessId, document }: { businessId: string; document: Pick<DocumentView, 'id'> }) {
  const { t } = useTranslation();
  const text = useQuery({
    queryKey: ['text', businessId, document.id],
    queryFn: () => api.text(`/businesses/${businessId}/documents/${document.id}/text`),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (text.isPending) return null;
  if (!text.data) return <p className="empty">{t('document.noPages')}</p>;
  return (
    <section aria-label={t('review.text')}>
      <pre className="viewer-text">{text.data}</pre>
    </section>
  );
}
