import { Button, Modal, MultiSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BusinessView } from '#web/contract/businesses.ts';
import type { FirmPerson } from '#web/contract/people.ts';

/** Which clients a staff member sees; changed as one list. */
export function ClientChoice({
  person,
  clients,
  canChange,
  onChange,
}: {
  person: FirmPerson;
  clients: readonly BusinessView[];
  canChange: boolean;
  onChange: (clients: string[]) => void;
}) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string[] | null>(null);
  const count = t('people.count', { count: person.clients?.length ?? 0 });
  if (!canChange) return <span className="faint">{count}</span>;
  return (
    <>
      <button type="button" className="link" onClick={() => setChosen(person.clients ?? [])}>
        {count}
      </button>
      <Modal opened={chosen !== null} onClose={() => setChosen(null)} title={`${t('people.clients')}: ${person.name ?? person.email}`}>
        <div className="stack">
          <ClientSelect clients={clients} value={chosen ?? []} onChange={setChosen} />
          <div className="form-acts">
            <Button
              variant="filled"
              onClick={() => {
                onChange(chosen ?? []);
                setChosen(null);
              }}
            >
              {t('common.save')}
            </Button>
            <Button onClick={() => setChosen(null)}>{t('common.cancel')}</Button>
          </div>
        </div>
      </Modal>
    </>
  );
}

export function ClientSelect({
  clients,
  value,
  onChange,
}: {
  clients: readonly BusinessView[];
  value: string[];
  onChange: (clients: string[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      label={t('people.clients')}
      data={clients.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      searchable
      hidePickedOptions
      nothingFoundMessage={t('frame.noMatch')}
    />
  );
}
