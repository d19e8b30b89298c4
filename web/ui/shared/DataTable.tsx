import { ActionIcon, Checkbox, Menu } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadCsv } from './csv.ts';
import { Icon } from './Icon.tsx';
import { useKeys } from './keys.ts';
import { SkeletonRows } from './Late.tsx';
import { useRemembered } from './remembered.ts';
import { Scroller } from './Scroller.tsx';
import { useSteadyRows } from './useSteadyRows.ts';

export type Column<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** As it stands in the exported file; a column without is left out there. */
  text?: (row: Row) => string;
  align?: 'right';
  /** Takes what is left of the width and is cut with dots. */
  isWide?: boolean;
  width?: number;
  /** On a phone: a line of its own, the rest of a line, or not shown. */
  card?: 'wide' | 'grow' | 'off';
  /** Shown only when a person chooses it. */
  isExtra?: boolean;
};

type Props<Row> = {
  name: string;
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  isLoading?: boolean;
  empty: ReactNode;
  onOpen?: (row: Row) => void;
  onMore?: () => void;
  foot?: ReactNode;
  /** Rows that follow each other under one word stand under it as a heading. */
  groupOf?: (row: Row) => string;
  /** Single keys that act on the row one is at. */
  rowKeys?: Readonly<Record<string, (row: Row) => void>>;
};

const virtualAbove = 200;
const rowPixels = 36;

/** Every list of the screens: a true table, chosen columns, keys, cards on a phone, only what is seen in the page's memory. */
export function DataTable<Row>({
  name,
  label,
  rows: given,
  columns,
  rowKey,
  isLoading = false,
  empty,
  onOpen,
  onMore,
  foot,
  groupOf,
  rowKeys = {},
}: Props<Row>) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(-1);
  const [hidden, setHidden] = useRemembered<string[]>(
    `columns.${name}`,
    columns.filter((column) => column.isExtra).map((column) => column.id),
  );
  const { rows, fresh, hold, release, showFresh } = useSteadyRows(given, rowKey);
  const shown = columns.filter((column) => !hidden.includes(column.id));
  const isVirtual = rows.length > virtualAbove;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPixels,
    overscan: 20,
    enabled: isVirtual,
  });
  const seen = isVirtual ? virtual.getVirtualItems().map((item) => item.index) : rows.map((_, index) => index);
  const [first = 0, last = -1] = [seen[0], seen.at(-1)];

  const go = (step: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, at + step));
    setAt(next);
    if (isVirtual) virtual.scrollToIndex(next);
    else box.current?.querySelectorAll('tbody tr[data-link]')[next]?.scrollIntoView({ block: 'nearest' });
  };
  useKeys({
    j: () => go(1),
    k: () => go(-1),
    ArrowDown: () => go(1),
    ArrowUp: () => go(-1),
    Enter: onOpen ? () => rows[at] && onOpen(rows[at]) : undefined,
    ...Object.fromEntries(Object.entries(rowKeys).map(([key, act]) => [key, () => rows[at] && act(rows[at])])),
  });
  const isNearEnd = last >= rows.length - 20;
  useEffect(() => {
    if (isVirtual && isNearEnd) onMore?.();
  }, [isVirtual, isNearEnd, onMore]);

  if (isLoading) return <SkeletonRows rows={10} height={rowPixels - 12} />;
  if (rows.length === 0) return <>{empty}</>;
  return (
    <>
      <Scroller
        ref={box}
        className="table-box"
        aria-label={label}
        onPointerEnter={hold}
        onPointerLeave={release}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) =>
          scrollTop + clientHeight > scrollHeight - 600 && onMore?.()
        }
      >
        <table className="table as-cards">
          <caption className="hidden">{label}</caption>
          <thead>
            <tr>
              {shown.map((column) => (
                <th
                  key={column.id}
                  scope="col"
                  className={column.align}
                  style={column.isWide ? { width: '50%' } : column.width ? { width: column.width } : undefined}
                >
                  {column.header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {isVirtual && first > 0 && (
              <tr style={{ height: first * rowPixels }}>
                <td colSpan={shown.length} />
              </tr>
            )}
            {seen.map((index) => {
              const row = rows[index] as Row;
              const group = groupOf?.(row);
              const before = rows[index - 1];
              const isFirst = group !== undefined && (before === undefined || groupOf?.(before) !== group);
              return [
                isFirst && (
                  <tr key={group} className="group">
                    <th scope="rowgroup" colSpan={shown.length}>
                      {group} <span className="faint">{rows.filter((each) => groupOf?.(each) === group).length}</span>
                    </th>
                  </tr>
                ),
                // The row is a short way for the pointer; its first cell holds the real link.
                <tr
                  key={rowKey(row)}
                  data-link={onOpen !== undefined}
                  aria-selected={onOpen ? index === at : undefined}
                  onClick={(event) => !(event.target as HTMLElement).closest('a, button, input, label') && onOpen?.(row)}
                >
                  {shown.map((column) => (
                    <td key={column.id} data-card={column.card} className={`${column.align ?? ''}${column.isWide ? ' cut' : ''}`}>
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>,
              ];
            })}
            {isVirtual && last < rows.length - 1 && (
              <tr style={{ height: (rows.length - 1 - last) * rowPixels }}>
                <td colSpan={shown.length} />
              </tr>
            )}
          </tbody>
        </table>
      </Scroller>
      <div className="table-foot">
        <span className="small">{t('common.shown', { count: rows.length })}</span>
        {/* At the foot: above the rows it would push them from under the pointer. */}
        {fresh > 0 && (
          <button type="button" className="link small" onClick={showFresh}>
            {t('common.newRows', { count: fresh })}
          </button>
        )}
        <span className="grow row">{foot}</span>
        <span className="row end">
          <Menu closeOnItemClick={false} position="top-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={t('common.columns')}>
                <Icon name="columns" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {columns.map((column) => (
                <Menu.Item
                  key={column.id}
                  leftSection={<Checkbox.Indicator size="xs" checked={!hidden.includes(column.id)} />}
                  onClick={() => setHidden(hidden.includes(column.id) ? hidden.filter((id) => id !== column.id) : [...hidden, column.id])}
                >
                  {column.header}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <ActionIcon variant="subtle" color="gray" aria-label={t('common.export')} onClick={() => downloadCsv(name, rows, shown)}>
            <Icon name="download" />
          </ActionIcon>
        </span>
      </div>
    </>
  );
}
