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
import { sumOf, unscaled } from '../shared/amount.ts';
import { dayOf, formatDay, formatMoney, today, weekdayOf } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { SkeletonRows } from '../shared/Late.tsx';
import { Page } from '../shared/Page.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Scroller } from '../shared/Scroller.tsx';
import { StateChip } from '../shared/StateChip.tsx';
import { Thumb } from '../shared/Thumb.tsx';
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
                      {document.name}
                      <br />
                      <span className="small faint">{document.kind && t(`kind.${document.kind}`)}</span>
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
                <p style={{ overflowWrap: 'anywhere' }}>{business.mailAddress}</p>
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
        </div>
      </Scroller>
    </Page>
  );
}

function Owed({
  businessId,
  direction,
  invoices,
}: {
  businessId: string;
  direction: 'payable' | 'receivable';
  invoices: readonly InvoiceView[];
}) {
  const { t } = useTranslation();
  const all = sumOf(invoices.map(({ open }) => open));
  const late = sumOf(invoices.filter(({ dueOn }) => dueOn !== null && dueOn < today()).map(({ open }) => open));
  const share = all > 0n ? Number((late * 100n) / all) : 0;
  return (
    <Link className="card-body" to="/b/$businessId/invoices" params={{ businessId }} search={{ direction, isOpen: 'true' } as never}>
      <span className="small faint">{t(`overview.${direction}`)}</span>
      <p style={{ fontSize: 20, lineHeight: '28px' }} className="number strong">
        {formatMoney(unscaled(all), 'HUF')}
      </p>
      <div className="meter">
        <i data-tone="red" style={{ flex: share }} />
        <i style={{ flex: 100 - share }} />
      </div>
      <p className={late > 0n ? 'small red' : 'small faint'}>
        {late > 0n ? (
          <>
            <Icon name="clock" /> {t('overview.late', { amount: formatMoney(unscaled(late), 'HUF') })}
          </>
        ) : (
          t('overview.inTime')
        )}
      </p>
    </Link>
  );
}
