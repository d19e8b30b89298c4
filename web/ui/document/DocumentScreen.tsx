import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentState } from '#services/domain/document-state.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { Day } from '../shared/Day.tsx';
import { waitsBecause } from '../shared/doubts.ts';
import { evidenceOf, marksOf } from '../shared/evidence.ts';
import { formatSize } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { SkeletonRows } from '../shared/Late.tsx';
import { fieldLabel } from '../shared/labels.ts';
import { Page } from '../shared/Page.tsx';
import { PageViewer } from '../shared/PageViewer.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Scroller } from '../shared/Scroller.tsx';
import { StateChip } from '../shared/StateChip.tsx';
import { useKindLabel } from '../upload/offered-kinds.ts';
import { DeleteDocument } from './DeleteDocument.tsx';
import { EnteredNote } from './EnteredNote.tsx';
import { FieldList } from './FieldList.tsx';
import { History } from './History.tsx';
import { ImportReport } from './ImportReport.tsx';
import { MoveDocument } from './MoveDocument.tsx';
import { documentQuery, invoiceQuery } from './use-document.ts';
import './document.css';

/** Where a file rests and may go elsewhere from. */
const movable: ReadonlySet<DocumentState> = new Set(['needs-review', 'ready', 'failed', 'discarded']);

/** A document's pages beside what was read from them. */
export function DocumentScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const go = useNavigate();
  const kindLabel = useKindLabel();
  const { id = '' } = useParams({ strict: false });
  const document = useQuery(documentQuery(business.id, id));
  const invoiceId = document.data?.invoiceIds[0];
  const invoice = useQuery({ ...invoiceQuery(business.id, invoiceId ?? ''), enabled: invoiceId !== undefined });
  const [active, setActive] = useState<string | null>(null);
  const [rotation, setRotation] = useState(0);
  if (document.error)
    return (
      <Page title={t('frame.documents')}>
        <ProblemNotice problem={document.error} onRetry={() => void document.refetch()} />
      </Page>
    );
  if (!document.data) return <SkeletonRows rows={10} />;
  const found = document.data;
  const leave = () => void go({ to: '/b/$businessId/documents', params: { businessId: business.id } });
  const evidence = evidenceOf(found);
  return (
    <Page title={found.name} hideTitle>
      <div className="split">
        <PageViewer
          businessId={business.id}
          document={found}
          marks={marksOf(evidence, fieldLabel)}
          active={active}
          onMark={setActive}
          rotation={rotation}
          onRotate={() => setRotation((rotation + 90) % 360)}
        />
        <Scroller className="split-side" aria-label={t('document.facts')}>
          <div className="row wrap">
            <StateChip state={found.state} />
            {found.kind && <span className="chip">{t(`kind.${found.kind}`)}</span>}
            {found.statedKind && found.statedKind !== found.kind && (
              <span className="small faint">{t('document.stated', { kind: kindLabel(found.statedKind) })}</span>
            )}
            {found.because && <span className="small amber">{waitsBecause(found)}</span>}
          </div>
          <EnteredNote entered={found.entered} />
          {found.notices.includes('not-an-archive') && (
            <p className="note" data-tone="amber">
              <Icon name="alertTriangle" />
              {t('document.payroll')}
            </p>
          )}
          {invoice.data && (
            <section className="section">
              <div className="row">
                <h2 className="grow">{t('document.read')}</h2>
                <Link className="link small" to="/b/$businessId/invoices/$id" params={{ businessId: business.id, id: invoice.data.id }}>
                  {t('document.toInvoice')}
                </Link>
              </div>
              <FieldList invoice={invoice.data} evidence={evidence} active={active} onPoint={setActive} />
            </section>
          )}
          {found.invoiceIds.length > 1 && (
            <section className="section">
              <h2>{t('document.several', { count: found.invoiceIds.length })}</h2>
              <ul>
                {found.invoiceIds.map((each, index) => (
                  <li key={each}>
                    <Link className="link" to="/b/$businessId/invoices/$id" params={{ businessId: business.id, id: each }}>
                      {index + 1}. {t('kind.invoice')}
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {movable.has(found.state) && business.may('documents.delete') && (
            <MoveDocument businessId={business.id} document={found} invoice={invoice.data} onMoved={leave} />
          )}
          <ImportReport businessId={business.id} document={found} onAccepted={() => void document.refetch()} />
          <section className="section">
            <h2>{t('document.facts')}</h2>
            <dl className="pairs">
              <dt>{t('documents.received')}</dt>
              <dd>
                <Day at={found.receivedAt} /> ·{' '}
                <Link className="link" to="/b/$businessId/intakes/$id" params={{ businessId: business.id, id: found.intakeId }}>
                  {t('document.toIntake')}
                </Link>
              </dd>
              <dt>{t('documents.size')}</dt>
              <dd>
                {formatSize(found.size)} · {found.mediaType}
                {found.pageCount !== null && ` · ${t('document.pageCount', { count: found.pageCount })}`}
              </dd>
              <dt>SHA-256</dt>
              <dd className="small faint">{found.sha256}</dd>
            </dl>
          </section>
          <section className="section">
            <h2>{t('review.past')}</h2>
            <History businessId={business.id} documentId={found.id} />
          </section>
          {business.may('documents.delete') && (
            <section className="section">
              <DeleteDocument businessId={business.id} document={found} onDeleted={leave} />
            </section>
          )}
        </Scroller>
      </div>
    </Page>
  );
}
