import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DocumentView } from '#web/contract/documents.ts';
import { InvoiceView } from '#web/contract/invoices.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { api } from '../api/client.ts';
import { dayOf, formatMoney, today } from '../shared/format.ts';
import { SkeletonRows } from '../shared/Late.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { StateChip } from '../shared/StateChip.tsx';
import { Thumb } from '../shared/Thumb.tsx';

/** The newest documents of today; `count` is how many came in all. */
export function Arrived({ businessId, count }: { businessId: string; count: number | undefined }) {
  const { t } = useTranslation();
  const root = `/businesses/${businessId}`;
  const documents = useQuery({
    queryKey: ['document', businessId, 'latest'],
    queryFn: () => api.get(`${root}/documents?limit=6`, pageOf(DocumentView)),
  });
  const latest = useQuery({
    queryKey: ['invoice', businessId, 'latest'],
    queryFn: () => api.get(`${root}/invoices?limit=50`, pageOf(InvoiceView)),
  });
  const invoiceOf = (documentId: string) => latest.data?.items.find((invoice) => invoice.documents.some(({ id }) => id === documentId));
  const arrived = documents.data?.items.filter(({ receivedAt }) => dayOf(receivedAt) === today()) ?? [];
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t('overview.arrived')}</h2>
        <span className="faint">{count}</span>
        <Link className="link" to="/b/$businessId/documents" params={{ businessId }}>
          {t('common.all')}
        </Link>
      </div>
      {documents.error ? (
        <ProblemNotice problem={documents.error} onRetry={() => void documents.refetch()} />
      ) : documents.isPending ? (
        <SkeletonRows rows={3} />
      ) : arrived.length === 0 ? (
        <p className="card-body faint">{t('overview.nothingToday')}</p>
      ) : (
        <ul className="list">
          {arrived.map((document) => (
            <li key={document.id}>
              <Thumb businessId={businessId} document={document} />
              <Link className="grow clip" to="/b/$businessId/documents/$id" params={{ businessId, id: document.id }}>
                <Arrival document={document} invoice={invoiceOf(document.id)} />
              </Link>
              <StateChip state={document.state} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Who sent what for how much; a file of which nothing is known yet goes by its name. */
function Arrival({ document, invoice }: { document: DocumentView; invoice: InvoiceView | undefined }) {
  const { t } = useTranslation();
  const partner = invoice && (invoice.direction === 'payable' ? invoice.supplier : invoice.customer).name;
  const facts = [
    document.kind && t(`kind.${document.kind}`),
    invoice?.gross ? formatMoney(invoice.gross, invoice.currency) : null,
    partner ? document.name : null,
  ];
  return (
    <>
      {partner ?? document.name}
      <br />
      <span className="small faint">{facts.filter(Boolean).join(', ')}</span>
    </>
  );
}
