import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './Icon.tsx';

/** The filters of a list, in one row; on a phone behind a button that says how many of them are set. */
export function Filters({ set, children }: { set: number; children: ReactNode }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        className="only-phone"
        variant="default"
        aria-expanded={isOpen}
        leftSection={<Icon name="filter" />}
        onClick={() => setOpen(!isOpen)}
      >
        {set > 0 ? t('common.filtersSet', { count: set }) : t('common.filters')}
      </Button>
      <div className="filters" data-open={isOpen}>
        {children}
      </div>
    </>
  );
}
