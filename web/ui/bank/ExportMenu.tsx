import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { apiRoot, withFilters } from '../api/client.ts';
import { Icon } from '../shared/Icon.tsx';

/** The list as it is narrowed, as a file: all of it, not only what is loaded. */
export function ExportMenu({ path, filters }: { path: string; filters: Readonly<Record<string, string | undefined>> }) {
  const { t } = useTranslation();
  return (
    <Menu>
      <Menu.Target>
        <Button leftSection={<Icon name="download" />}>{t('bank.export')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['xlsx', 'csv'] as const).map((format) => (
          <Menu.Item key={format} component="a" href={apiRoot + withFilters(path, { ...filters, format })} download>
            {format.toUpperCase()}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
