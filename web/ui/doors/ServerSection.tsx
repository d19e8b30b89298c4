import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBusiness } from '../frame/useBusiness.ts';
import { Icon } from '../shared/Icon.tsx';
import { SkeletonRows } from '../shared/Late.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { ServerForm, type ServerUse } from './ServerForm.tsx';

/** The servers of one use, and the form for another; only the customer starts one (H-119). */
export function ServerSection<Item>({
  title,
  hint,
  add,
  use,
  servers,
  children,
}: {
  title: string;
  hint: string;
  add: string;
  use: ServerUse;
  servers: UseQueryResult<{ items: Item[] }>;
  children: (item: Item) => ReactNode;
}) {
  const { t } = useTranslation();
  const mayStart = useBusiness().may('services.start');
  const [isAdding, setAdding] = useState(false);
  return (
    <section className="section">
      <h2>{title}</h2>
      <p className="small faint">{hint}</p>
      {servers.error && <ProblemNotice problem={servers.error} onRetry={() => void servers.refetch()} />}
      {servers.isPending && <SkeletonRows rows={2} />}
      {servers.data?.items.map(children)}
      {!mayStart ? (
        <p className="small faint">{t('doors.server.ownerStarts')}</p>
      ) : isAdding ? (
        <ServerForm use={use} onEnd={() => setAdding(false)} />
      ) : (
        <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)} style={{ marginTop: 8 }}>
          {add}
        </Button>
      )}
    </section>
  );
}
