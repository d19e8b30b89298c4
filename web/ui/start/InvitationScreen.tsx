import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { InvitationAccepted, InvitationOpened } from '#web/contract/businesses.ts';
import { api, ProblemError } from '../api/client.ts';
import { meQuery } from '../api/queries.ts';
import { Icon } from '../shared/Icon.tsx';
import { SkeletonRows } from '../shared/Late.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Gate } from '../sign-in/Gate.tsx';
import { type Acceptance, InvitationForm } from './InvitationForm.tsx';
import { useLinkToken } from './use-link-token.ts';

/** Where the mailed invitation leads: who invites, one form, and what came of it. */
export function InvitationScreen() {
  const { t } = useTranslation();
  const token = useLinkToken();
  const me = useQuery(meQuery);
  const opened = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => api.post('/invitations/opened', { token }, InvitationOpened),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const accept = useMutation({
    mutationFn: (acceptance: Acceptance) =>
      api.post('/invitations/acceptances', { ...acceptance, token, termsVersion: opened.data!.termsVersion }, InvitationAccepted),
  });
  const isBlocked = accept.error instanceof ProblemError && accept.error.code === 'attached-elsewhere';
  const invitation = opened.data;
  if (!invitation || me.data === undefined)
    return (
      <Gate title={t('invitation.title')} isWide>
        {opened.error ? <ProblemNotice problem={opened.error} /> : <SkeletonRows rows={6} />}
      </Gate>
    );
  const isSignedIn = me.data?.email.toLowerCase() === invitation.email.toLowerCase();
  return (
    <Gate title={t('invitation.title')} isWide>
      {accept.data ? (
        <Outcome accepted={accept.data} acceptance={accept.variables} isSignedIn={isSignedIn} />
      ) : isBlocked ? (
        <p className="note" data-tone="amber" role="alert">
          <Icon name="alertTriangle" />
          {t('invitation.blocked')}
        </p>
      ) : (
        <div className="stack">
          <p>{t('invitation.from', { accountant: invitation.accountantName })}</p>
          {invitation.signInFirst && !isSignedIn ? (
            <>
              <p className="note">
                <Icon name="info" />
                {t('invitation.signInFirst')}
              </p>
              <Button component={Link} to="/sign-in" search={{ to: `/invitation?token=${token}` } as never} variant="filled">
                {t('signIn.toSignIn')}
              </Button>
            </>
          ) : (
            <InvitationForm
              invitation={invitation}
              hasAccount={invitation.signInFirst}
              problem={accept.error}
              isSending={accept.isPending}
              onAccept={accept.mutate}
            />
          )}
        </div>
      )}
    </Gate>
  );
}

function Outcome({
  accepted,
  acceptance,
  isSignedIn,
}: {
  accepted: InvitationAccepted;
  acceptance: Acceptance | undefined;
  isSignedIn: boolean;
}) {
  const { t } = useTranslation();
  if (accepted.state === 'confirm-by-mail') return <p role="status">{t('invitation.confirm', { email: acceptance?.email })}</p>;
  const canEnter = isSignedIn || acceptance?.password !== undefined;
  return (
    <div className="stack">
      <p role="status">{t('invitation.accepted')}</p>
      {!canEnter && <p>{t('invitation.noPassword')}</p>}
      {isSignedIn ? (
        // Everything known of this person is read anew: the business is a new one.
        <Button component="a" href={`/b/${accepted.businessId}`} variant="filled">
          {t('invitation.enter')}
        </Button>
      ) : (
        <Button component={Link} to={canEnter ? '/sign-in' : '/reset'} variant="filled">
          {canEnter ? t('signIn.toSignIn') : t('invitation.askPassword')}
        </Button>
      )}
    </div>
  );
}
