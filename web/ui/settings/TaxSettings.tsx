import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type BusinessSetting, BusinessSettings, businessSettingNames } from '#web/contract/businesses.ts';
import { api } from '../api/client.ts';
import { Day } from '../shared/Day.tsx';
import { today } from '../shared/format.ts';
import { SkeletonRows } from '../shared/Late.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { told } from '../shared/toast.tsx';

type Name = (typeof businessSettingNames)[number];
const values = {
  'vat-period': ['monthly', 'quarterly', 'yearly', 'none'],
  'exempt-small-business': ['true', 'false'],
  'cash-accounting': ['true', 'false'],
  'strict-matching': ['true', 'false'],
  'close-rounding': ['true', 'false'],
  'period-date': ['supplied-on', 'issued-on', 'received-on', 'paid-on'],
} as const satisfies Record<Name, readonly string[]>;

/** The rules by which vouchers count, each from a day on: a past month keeps the rules it had. */
export function TaxSettings({ businessId }: { businessId: string }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const path = `/businesses/${businessId}/settings`;
  const [name, setName] = useState<Name>('vat-period');
  const [value, setValue] = useState<string>('monthly');
  const settings = useQuery({ queryKey: ['settings', businessId], queryFn: () => api.get(path, BusinessSettings) });
  const change = useMutation({
    mutationFn: (validFrom: string) =>
      api.send('POST', path, { name, validFrom, value: value === 'true' || value === 'false' ? value === 'true' : value }),
    onSuccess: () => {
      told(t('common.saved'));
      void cache.invalidateQueries({ queryKey: ['settings', businessId] });
    },
  });
  const word = (of: Name, each: BusinessSetting['value']) =>
    t(`business.value.${of === 'period-date' || of === 'vat-period' ? each : each ? 'true' : 'false'}` as 'business.value.true');
  if (settings.error) return <ProblemNotice problem={settings.error} onRetry={() => void settings.refetch()} />;
  return (
    <section className="section">
      <h2>{t('business.rules')}</h2>
      <p className="small faint">{t('business.rulesHint')}</p>
      {settings.isPending ? (
        <SkeletonRows rows={4} />
      ) : (
        <ul className="list">
          {businessSettingNames.map((each) => (
            <li key={each}>
              <span className="grow">
                {t(`business.setting.${each}`)}
                {settings.data.items
                  .filter((item) => item.name === each)
                  .map((item) => (
                    <span key={item.validFrom} className="small faint" style={{ display: 'block' }}>
                      <Day day={item.validFrom} /> {t('business.onwards')}: {word(each, item.value)}
                    </span>
                  ))}
              </span>
              <span className="strong">{word(each, settings.data.inForce[each] as BusinessSetting['value'])}</span>
            </li>
          ))}
        </ul>
      )}
      <form
        className="row wrap"
        style={{ alignItems: 'flex-end', marginTop: 16 }}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(String(new FormData(event.currentTarget).get('validFrom')));
        }}
      >
        <Select
          label={t('business.change')}
          data={businessSettingNames.map((each) => ({ value: each, label: t(`business.setting.${each}`) }))}
          value={name}
          onChange={(chosen) => {
            const next = chosen as Name;
            setName(next);
            setValue(values[next][0]);
          }}
        />
        <Select
          label={t('business.newValue')}
          data={values[name].map((each) => ({ value: each, label: t(`business.value.${each}`) }))}
          value={value}
          onChange={(chosen) => chosen && setValue(chosen)}
        />
        <TextInput name="validFrom" type="date" label={t('business.validFrom')} defaultValue={today()} required withAsterisk={false} />
        <Button type="submit" loading={change.isPending}>
          {t('business.set')}
        </Button>
      </form>
      {change.error && <ProblemNotice problem={change.error} />}
    </section>
  );
}
