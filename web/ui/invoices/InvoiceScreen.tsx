import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldList } from '../document/FieldList.tsx';
import { History } from '../document/History.tsx';
import { documentQuery, invoiceQuery } from '../document/use-document.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { AccountAlarm } from '../review/AccountAlarm.tsx';
import { LegalNotices } from '../review/LegalNotices.tsx';
import { waitsBecause } from '../shared/doubts.ts';
import { evidenceOf, marksOf } from '../shared/evidence.ts';
import { SkeletonRows } from '../shared/Late.tsx';
import { fieldLabel } from '../shared/labels.ts';
import { Money } from '../shared/Money.tsx';
import { Page } from '../shared/Page.tsx';
import { PageViewer } from '../shared/PageViewer.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Scroller } from '../shared/Scroller.tsx';
import { StateChip } from '../shared/StateChip.tsx';
import { SourcesTable } from './SourcesTable.tsx';
import { UndoLastWord } from './UndoLastWord.tsx';
import '../document/document.css';

/** One register item with its pages and where every field came from. */
export function InvoiceScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const { id = '' } = useParams({ strict: false });
  const invoice = useQuery(invoiceQuery(business.id, id));
  const documentId = invoice.data?.documents[0]?.id;
  const document = useQuery({ ...documentQuery(business.id, documentId ?? ''), enabled: documentId !== undefined });
  const [active, setActive] = useState<string | null>(null);
  const [rotation, setRotation] = useState(0);
  if (invoice.error)
    return (
      <Page title={t('frame.invoices')}>
        <ProblemNotice problem={invoice.error} onRetry={() => void invoice.refetch()} />
      </Page>
    );
  if (!invoice.data) return <SkeletonRows rows={10} />;
  const evidence = evidenceOf(document.data);
  return (
    <Page title={`${invoice.data.supplier.name ?? t('common.unknown')} · ${invoice.data.number ?? '–'}`} hideTitle>
      <div className="split">
        {document.data ? (
          <PageViewer
            businessId={business.id}
            document={document.data}
            marks={marksOf(evidence, fieldLabel)}
            active={active}
            onMark={setActive}
            rotation={rotation}
            onRotate={() => setRotation((rotation + 90) % 360)}
          />
        ) : (
          <p className="empty">{t('invoices.noDocument')}</p>
        )}
        <Scroller className="split-side" aria-label={t('document.read')}>
          <div className="row wrap">
            <StateChip state={invoice.data.state} />
            <span className="chip">{t(`direction.${invoice.data.direction}`)}</span>
            {invoice.data.because && <span className="small amber">{waitsBecause(invoice.data)}</span>}
          </div>
          <p style={{ fontSize: 28, lineHeight: '36px', margin: '8px 0' }}>
            <Money amount={invoice.data.gross} currency={invoice.data.currency} strong />
          </p>
          {invoice.data.state === 'needs-review' && (
            <p>
              <Link className="link" to="/b/$businessId/review" params={{ businessId: business.id }}>
                {t('frame.review')}
              </Link>
            </p>
          )}
          <section className="section">
            <h2>{t('document.read')}</h2>
            <FieldList invoice={invoice.data} evidence={evidence} active={active} onPoint={setActive} />
          </section>
          <AccountAlarm invoice={invoice.data} />
          <LegalNotices invoice={invoice.data} />
          <section className="section">
            <h2>{t('review.sourcesTab')}</h2>
            <SourcesTable invoice={invoice.data} />
            {business.may('invoices.correct') && <UndoLastWord businessId={business.id} invoice={invoice.data} />}
          </section>
          <section className="section">
            <h2>{t('frame.documents')}</h2>
            <ul>
              {invoice.data.documents.map((each, index) => (
                <li key={each.id}>
                  <Link className="link" to="/b/$businessId/documents/$id" params={{ businessId: business.id, id: each.id }}>
                    {index + 1}. {t('state.document')}
                    {each.pageRange && ` (${each.pageRange.join('–')})`}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
          {documentId && (
            <section className="section">
              <h2>{t('review.past')}</h2>
              <History businessId={business.id} documentId={documentId} />
            </section>
          )}
        </Scroller>
      </div>
    </Page>
  );
}
