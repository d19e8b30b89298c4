import { Button, Checkbox, CopyButton, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AccountantView } from '#web/contract/accounts.ts';
import { BusinessAdded } from '#web/contract/businesses.ts';
import { api } from '../api/client.ts';
import { type Values, valuesOf } from '../shared/form-values.ts';
import { Icon } from '../shared/Icon.tsx';
import { SkeletonRows } from '../shared/Late.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { TaxNumberField } from '../shared/TaxNumberField.tsx';
import { termsQuery } from '../terms/terms-query.ts';

/** A client without a login of its own; both parts of the declaration are ticked, and the letter to send is ready (H-026–H-028). */
export function AddClient({ firm }: { firm: AccountantView }) {
  const { t, i18n } = useTranslation();
  const cache = useQueryClient();
  const terms = useQuery(termsQuery);
  const declaration = terms.data?.declaration;
  const parts = (i18n.language === 'en' ? declaration?.en : declaration?.hu) ?? [];
  const add = useMutation({
    mutationFn: (values: Values) =>
      api.post(
        '/businesses',
        {
          accountantId: firm.id,
          ...values,
          declaration: { contractAllowsSubprocessor: true, hasFullAuthority: true, textVersion: declaration!.version },
        },
        BusinessAdded,
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['businesses'] }),
  });
  if (add.data) return <Added added={add.data} />;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(valuesOf(event.currentTarget, ['taxNumber', 'name', 'seat']));
      }}
    >
      <TaxNumberField />
      <TextInput name="name" label={t('invitation.name')} maxLength={200} required withAsterisk={false} />
      <TextInput name="seat" label={`${t('invitation.seat')} (${t('common.optional')})`} maxLength={300} />
      <fieldset className="stack-tight" style={{ border: 0, padding: 0, margin: 0 }}>
        <legend className="strong" style={{ padding: 0, marginBottom: 8 }}>
          {t('client.declaration')}
        </legend>
        {terms.isPending && <SkeletonRows rows={2} />}
        {parts.map((part) => (
          <Checkbox key={part} label={part} required />
        ))}
      </fieldset>
      {(add.error ?? terms.error) && <ProblemNotice problem={add.error ?? terms.error} />}
      <div className="form-acts">
        <Button type="submit" variant="filled" loading={add.isPending} disabled={parts.length === 0}>
          {t('client.add')}
        </Button>
      </div>
    </form>
  );
}

function Added({ added }: { added: BusinessAdded }) {
  const { t } = useTranslation();
  const letter = added.letter ?? '';
  return (
    <div className="stack">
      <p role="status">{t('client.added', { name: added.name })}</p>
      <Textarea label={t('client.letter')} value={letter} readOnly autosize minRows={6} maxRows={20} />
      <div className="form-acts">
        <CopyButton value={letter}>
          {({ copied, copy }) => (
            <Button leftSection={<Icon name={copied ? 'check' : 'copy'} />} onClick={copy}>
              {copied ? t('common.copied') : t('common.copy')}
            </Button>
          )}
        </CopyButton>
        <Button component={Link} to={`/b/${added.id}`} variant="filled">
          {t('client.toClient')}
        </Button>
      </div>
    </div>
  );
}
