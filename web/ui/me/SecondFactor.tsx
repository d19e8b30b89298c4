import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { renderSVG } from 'uqr';
import { type Me, RecoveryCodes, TotpOffer } from '#web/contract/me.ts';
import { api } from '../api/client.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { ShownOnce } from '../shared/ShownOnce.tsx';
import { CurrentPasswordField } from '../sign-in/CurrentPasswordField.tsx';

type Act = 'turnOn' | 'turnOff' | 'newCodes';
type Step = { shows: 'password'; act: Act } | { shows: 'code'; offer: TotpOffer } | { shows: 'codes'; codes: string[] };

/** The second factor: on with a first right code, off and fresh codes with the password (H-018). */
export function SecondFactor({ me }: { me: Me }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [step, setStep] = useState<Step | null>(null);
  const refresh = () => cache.invalidateQueries({ queryKey: ['me'] });
  const prove = useMutation({
    mutationFn: async ({ act, password }: { act: Act; password: string }): Promise<Step | null> => {
      if (act === 'turnOn') return { shows: 'code', offer: await api.post('/me/totp', { password }, TotpOffer) };
      if (act === 'newCodes')
        return { shows: 'codes', codes: (await api.post('/me/recovery-codes', { password }, RecoveryCodes)).recoveryCodes };
      await api.send('DELETE', '/me/totp', { password });
      return null;
    },
    onSuccess: (next) => {
      setStep(next);
      void refresh();
    },
  });
  const confirm = useMutation({
    mutationFn: (code: string) => api.post('/me/totp/confirmation', { code }, RecoveryCodes),
    onSuccess: ({ recoveryCodes }) => {
      setStep({ shows: 'codes', codes: recoveryCodes });
      void refresh();
    },
  });
  const begin = (act: Act) => {
    prove.reset();
    confirm.reset();
    setStep({ shows: 'password', act });
  };
  return (
    <section className="section">
      <h2>{t('second.title')}</h2>
      <p className="small faint">{me.totp ? t('second.on', { count: me.recoveryCodesLeft }) : t('second.off')}</p>
      <div className="form-acts" style={{ marginTop: 8 }}>
        {!me.hasPassword ? (
          <p>{t('second.noPassword')}</p>
        ) : me.totp ? (
          <>
            <Button onClick={() => begin('newCodes')}>{t('second.newCodes')}</Button>
            <Button onClick={() => begin('turnOff')}>{t('second.turnOff')}</Button>
          </>
        ) : (
          <Button variant="filled" onClick={() => begin('turnOn')}>
            {t('second.turnOn')}
          </Button>
        )}
      </div>
      <Modal opened={step !== null} onClose={() => setStep(null)} title={t('second.title')} closeOnClickOutside={step?.shows !== 'codes'}>
        {step?.shows === 'password' && (
          <form
            className="form"
            onSubmit={(event) => {
              event.preventDefault();
              prove.mutate({ act: step.act, password: String(new FormData(event.currentTarget).get('password')) });
            }}
          >
            <CurrentPasswordField label={t('second.passwordFirst')} autoFocus />
            {prove.error && <ProblemNotice problem={prove.error} />}
            <Button type="submit" variant="filled" loading={prove.isPending}>
              {step.act === 'turnOff' ? t('second.turnOff') : t('second.go')}
            </Button>
          </form>
        )}
        {step?.shows === 'code' && (
          <form
            className="form"
            onSubmit={(event) => {
              event.preventDefault();
              confirm.mutate(String(new FormData(event.currentTarget).get('code')).trim());
            }}
          >
            <p>{t('second.scan')}</p>
            <div
              role="img"
              aria-label={t('second.picture')}
              style={{ width: 200, background: '#fff' }}
              // biome-ignore lint/security/noDangerouslySetInnerHtml: squares drawn from the hub's own offer
              dangerouslySetInnerHTML={{ __html: renderSVG(step.offer.uri, { border: 2 }) }}
            />
            <p className="secret">{step.offer.secret}</p>
            <TextInput
              name="code"
              label={t('second.sixDigits')}
              inputMode="numeric"
              pattern="\d{6}"
              maxLength={6}
              autoComplete="one-time-code"
              required
              withAsterisk={false}
              autoFocus
            />
            {confirm.error && <ProblemNotice problem={confirm.error} />}
            <Button type="submit" variant="filled" loading={confirm.isPending}>
              {t('second.turnOn')}
            </Button>
          </form>
        )}
        {step?.shows === 'codes' && (
          <div className="stack">
            <ShownOnce hint={t('second.codes')} secret={step.codes.join('\n')} />
            <Button variant="filled" onClick={() => setStep(null)}>
              {t('second.saved')}
            </Button>
          </div>
        )}
      </Modal>
    </section>
  );
}
