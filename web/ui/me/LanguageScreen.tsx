import { SegmentedControl, TextInput, useMantineColorScheme } from '@mantine/core';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { meQuery } from '../api/queries.ts';
import { Page } from '../shared/Page.tsx';
import { SaveForm } from '../shared/SaveForm.tsx';
import { toldProblem } from '../shared/toast.tsx';
import { speak } from '../texts/texts.ts';

/** How the screens speak to this person and look; the hub's mails come in the same language. */
export function LanguageScreen() {
  const { t, i18n } = useTranslation();
  const cache = useQueryClient();
  const { data: me } = useSuspenseQuery(meQuery);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Page title={t('frame.language')}>
      <div className="page-body page-narrow">
        <section className="section">
          <h2>{t('me.name')}</h2>
          <SaveForm path="/me" names={['name']} onSaved={() => void cache.invalidateQueries({ queryKey: ['me'] })}>
            <TextInput name="name" aria-label={t('me.name')} autoComplete="name" defaultValue={me?.name ?? ''} maxLength={200} required />
          </SaveForm>
        </section>
        <section className="section">
          <h2>{t('me.language')}</h2>
          <SegmentedControl
            aria-label={t('me.language')}
            data={[
              { value: 'hu', label: 'Magyar' },
              { value: 'en', label: 'English' },
            ]}
            value={i18n.language}
            onChange={(language) => {
              void speak(language as 'hu' | 'en');
              api.send('PUT', '/me', { language }).catch(toldProblem);
            }}
          />
        </section>
        <section className="section">
          <h2>{t('frame.scheme')}</h2>
          <SegmentedControl
            aria-label={t('frame.scheme')}
            data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`frame.${value}`) }))}
            value={colorScheme}
            onChange={(scheme) => setColorScheme(scheme as typeof colorScheme)}
          />
        </section>
      </div>
    </Page>
  );
}
