import { ActionIcon, CopyButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { renderSVG } from 'uqr';
import { DocumentView } from '#web/contract/documents.ts';
import { InvoiceView } from '#web/contract/invoices.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { api } from '../api/client.ts';
import { SilentDoors } from '../doors/SilentDoors.tsx';
import { useBusiness } from '../frame/useBusiness.ts';
import { dayOf, formatDay, formatMoney, today, weekdayOf } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { SkeletonRows } from '../shared/Late.tsx';
import { Page } from '../shared/Page.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Scroller } from '../shared/Scroller.tsx';
import { StateChip } from '../shared/StateChip.tsx';
import { Thumb } from '../shared/Thumb.tsx';
import { Months } from './Months.tsx';
import { Owed } from './Owed.tsx';
import './overview.css';

/** A business in one look: what came today, what is owed both ways, and the address for vouchers. */
export function OverviewScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const root = `/businesses/${business.id}`;
  const documents = useQuery({
    queryKey: ['document', business.id, 'latest'],
    queryFn: () => api.get(`${root}/documents?limit=50`, pageOf(DocumentView)),
  });
  const open = useQuery({
    queryKey: ['invoice', business.id, 'open'],
    queryFn: () => api.get(`${root}/invoices?isOpen=true&limit=200`, pageOf(InvoiceView)),
  });
  const latest = useQuery({
    queryKey: ['invoice', business.id, 'latest'],
    queryFn: () => api.get(`${root}/invoices?limit=50`, pageOf(InvoiceView)),
  });
  const invoiceOf = (documentId: string) => latest.data?.items.find(({ documents }) => documents.some(({ id }) => id === documentId));
  const arrived = documents.data?.items.filter(({ receivedAt }) => dayOf(receivedAt) === today()) ?? [];
  return (
    <Page title={t('frame.overview')} hint={`${formatDay(today())}, ${weekdayOf(today())}`}>
      <Scroller className="page-body" aria-label={t('frame.overview')}>
        {documents.error && <ProblemNotice problem={documents.error} onRetry={() => void documents.refetch()} />}
        <SilentDoors businessId={business.id} />
        <div className="overview">
          <section className="card">
            <div className="card-head">
              <h2>{t('overview.arrived')}</h2>
              <span className="faint">{arrived.length}</span>
              <Link className="link" to="/b/$businessId/documents" params={{ businessId: business.id }}>
                {t('common.all')}
              </Link>
            </div>
            {documents.isPending ? (
              <SkeletonRows rows={3} />
            ) : arrived.length === 0 ? (
              <p className="card-body faint">{t('overview.nothingToday')}</p>
            ) : (
              <ul className="list">
                {arrived.slice(0, 6).map((document) => (
                  <li key={document.id}>
                    <Thumb businessId={business.id} document={document} />
                    <Link className="grow clip" to="/b/$businessId/documents/$id" params={{ businessId: business.id, id: document.id }}>
                      <Arrival document={document} invoice={invoiceOf(document.id)} />
                    </Link>
                    <StateChip state={document.state} />
                  </li>
                ))}
              </ul>
            )}
          </section>
          <section className="card owed">
            {(['payable', 'receivable'] as const).map((direction) => (
              <Owed
                key={direction}
                businessId={business.id}
                direction={direction}
                invoices={
                  open.data?.items.filter((invoice) => invoice.direction === direction && (invoice.currency ?? 'HUF') === 'HUF') ?? []
                }
              />
            ))}
          </section>
          {business.mailAddress && (
            <section className="card card-body row">
              <div className="grow">
                <h2>{t('overview.address')}</h2>
                <p style={{ overflowWrap: 'anywhere' }}>
                  {business.mailAddress.split('@')[0]}
                  <wbr />@{business.mailAddress.split('@')[1]}
                </p>
                <p className="small faint">{t('overview.addressHint')}</p>
              </div>
              <CopyButton value={business.mailAddress}>
                {({ copied, copy }) => (
                  <ActionIcon variant="default" aria-label={copied ? t('common.copied') : t('common.copy')} onClick={copy}>
                    <Icon name={copied ? 'check' : 'copy'} />
                  </ActionIcon>
                )}
              </CopyButton>
              <div
                className="code"
                role="img"
                aria-label={t('overview.code')}
                // biome-ignore lint/security/noDangerouslySetInnerHtml: squares drawn from our own address
                dangerouslySetInnerHTML={{ __html: renderSVG(`mailto:${business.mailAddress}`, { border: 1 }) }}
              />
            </section>
          )}
          <Months businessId={business.id} />
        </div>
      </Scroller>
    </Page>
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
