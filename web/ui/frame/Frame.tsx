import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../api/live.ts';
import { businessesQuery, meQuery } from '../api/queries.ts';
import { Icon } from '../shared/Icon.tsx';
import { useKeys } from '../shared/keys.ts';
import { SkeletonRows } from '../shared/Late.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { useRemembered } from '../shared/remembered.ts';
import { undoLast } from '../shared/toast.tsx';
import { TermsGate } from '../terms/TermsGate.tsx';
import { Finder } from './Finder.tsx';
import { Rail } from './Rail.tsx';
import { TabBar } from './TabBar.tsx';
import { TopBar } from './TopBar.tsx';
import { useBusinessHere } from './useBusiness.ts';

/** What stands round every screen of a signed-in person. */
export function Frame() {
  const { t } = useTranslation();
  const { pathname, href } = useLocation();
  const me = useQuery(meQuery);
  const business = useBusinessHere();
  const businesses = useQuery({ ...businessesQuery, enabled: Boolean(me.data && !me.data.termsOwed) });
  const [isFolded, setFolded] = useRemembered('folded', false);
  const [isFinding, setFinding] = useState(false);
  useLive(business?.id);
  useKeys(
    {
      u: undoLast,
      '/': () => {
        // A desk with a search of its own keeps the key.
        const own = document.querySelector<HTMLElement>('[data-find]');
        if (own) own.focus();
        else setFinding(true);
      },
    },
    true,
  );
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setFinding((isOpen) => !isOpen);
      }
    };
    document.addEventListener('keydown', open);
    return () => document.removeEventListener('keydown', open);
  }, []);

  if (me.error)
    return (
      <div className="gate">
        <ProblemNotice problem={me.error} onRetry={() => void me.refetch()} />
      </div>
    );
  if (me.data === undefined) return <SkeletonRows rows={6} />;
  if (me.data === null) return <Navigate to="/sign-in" search={{ to: href }} replace />;
  if (me.data.termsOwed) return <TermsGate version={me.data.termsOwed} />;
  // The desks of an accountant need the width.
  const isDesk = /\/(review|bank\/reconcile)$/.test(pathname);
  return (
    <div className="app" data-folded={isFolded || isDesk}>
      <a className="skip" href="#content">
        {t('frame.skip')}
      </a>
      <Rail business={business} me={me.data} isFolded={isFolded || isDesk} onFold={() => setFolded(!isFolded)} />
      <TopBar business={business} me={me.data} onFind={() => setFinding(true)} />
      <main className="main" id="content">
        <Connection />
        {businesses.error ? (
          <ProblemNotice problem={businesses.error} onRetry={() => void businesses.refetch()} />
        ) : businesses.data ? (
          <Suspense fallback={<SkeletonRows />}>
            <Outlet />
          </Suspense>
        ) : (
          <SkeletonRows />
        )}
      </main>
      <TabBar business={business} me={me.data} />
      <Finder isOpen={isFinding} onClose={() => setFinding(false)} business={business} me={me.data} />
    </div>
  );
}

/** Says that the net is away, and that work goes on where it can. */
function Connection() {
  const { t } = useTranslation();
  const [isOnline, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const note = () => setOnline(navigator.onLine);
    addEventListener('online', note);
    addEventListener('offline', note);
    return () => {
      removeEventListener('online', note);
      removeEventListener('offline', note);
    };
  }, []);
  return isOnline ? null : (
    <div className="banner" role="status">
      <Icon name="wifiOff" />
      {t('frame.offline')}
    </div>
  );
}
