import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeavingView } from '#web/contract/leaving.ts';
import { api } from '../api/client.ts';
import type { useBusiness } from '../frame/useBusiness.ts';
import { type Values, valuesOf } from '../shared/form-values.ts';
import { formatDay, today } from '../shared/format.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Chip, StateChip } from '../shared/StateChip.tsx';
import { TaxNumberField } from '../shared/TaxNumberField.tsx';

type Business = ReturnType<typeof useBusiness>;

/** The way from one accountant to the next: wish, request, end, new link (H-129–H-133). */
export function Separation({ business, leaving }: { business: Business; leaving: LeavingView }) {
  const { t } = useTranslation();
  const root = `/businesses/${business.id}`;
  const isAsked = leaving.separations.some(({ state }) => state === 'wished');
  const isRunning = leaving.separations.some(({ state }) => state === 'requested');
  return (
    <section className="section">
      <h2>{t('data.leaving')}</h2>
      <p>{leaving.attached ? t('data.attached', { name: business.accountant?.name ?? '' }) : t('data.free')}</p>
      {leaving.separations.length > 0 && (
        <ul className="list">
          {leaving.separations.map(({ id, state, dueOn, isLate, endedOn }) => (
            <li key={id}>
              <span className="grow">
                {t(`data.steps.${state}`)}
                {state === 'wished' || state === 'requested' ? `: ${formatDay(dueOn)}` : endedOn ? `: ${formatDay(endedOn)}` : ''}
              </span>
              {isLate ? (
                <StateChip state="late" />
              ) : (
                state === 'completed' && (
                  <Chip tone="green" icon="check">
                    {t('common.yes')}
                  </Chip>
                )
              )}
            </li>
          ))}
        </ul>
      )}
      {leaving.attached && !isAsked && !isRunning && business.may('engagement.choose') && (
        <Step hint={t('data.wishHint')} act={t('data.wish')} path={`${root}/separation-wishes`} names={['note']}>
          <TextInput name="note" label={`${t('data.note')} (${t('common.optional')})`} maxLength={500} />
        </Step>
      )}
      {leaving.attached && !isRunning && business.may('separation.start') && (
        <Step hint={t('data.endHint')} act={t('data.end')} path={`${root}/separations`} names={['endedOn', 'note']}>
          <TextInput name="endedOn" type="date" label={t('data.endedOn')} defaultValue={today()} required withAsterisk={false} />
          <TextInput name="note" label={`${t('data.note')} (${t('common.optional')})`} maxLength={500} />
        </Step>
      )}
      {!leaving.attached && business.may('engagement.choose') && (
        <Step hint={t('data.linkHint')} act={t('data.linkGo')} path={`${root}/engagements`} names={['accountantTaxNumber']}>
          <TaxNumberField name="accountantTaxNumber" label={t('data.accountantTaxNumber')} />
        </Step>
      )}
    </section>
  );
}

/** One step with its words, fields and act. */
function Step({
  hint,
  act,
  path,
  names,
  children,
}: {
  hint: string;
  act: string;
  path: string;
  names: readonly string[];
  children: ReactNode;
}) {
  const cache = useQueryClient();
  const take = useMutation({
    mutationFn: (body: Values) => api.send('POST', path, body),
    onSuccess: () =>
      Promise.all([cache.invalidateQueries({ queryKey: ['leaving'] }), cache.invalidateQueries({ queryKey: ['businesses'] })]),
  });
  return (
    <form
      className="form"
      style={{ marginTop: 8 }}
      onSubmit={(event) => {
        event.preventDefault();
        take.mutate(valuesOf(event.currentTarget, names));
      }}
    >
      <p className="small faint">{hint}</p>
      {children}
      {take.error && <ProblemNotice problem={take.error} />}
      <div className="form-acts">
        <Button type="submit" loading={take.isPending}>
          {act}
        </Button>
      </div>
    </form>
  );
}
