import i18next from 'i18next';
import type { Column } from '../shared/DataTable.tsx';
import { Day } from '../shared/Day.tsx';
import { Money } from '../shared/Money.tsx';

/** Columns that tables of bank lines share. */
export const bookedColumn = <Row extends { bookedOn: string }>(): Column<Row> => ({
  id: 'booked',
  header: i18next.t('bank.booked'),
  width: 120,
  text: ({ bookedOn }) => bookedOn,
  cell: ({ bookedOn }) => <Day day={bookedOn} />,
});

export const amountColumn = <Row extends { amount: string; currency: string }>(): Column<Row> => ({
  id: 'amount',
  header: i18next.t('bank.amount'),
  align: 'right',
  width: 140,
  text: ({ amount }) => amount,
  cell: ({ amount, currency }) => <Money amount={amount} currency={currency} strong />,
});

export const partnerColumn = <Row extends { partnerName: string | null }>(): Column<Row> => ({
  id: 'partner',
  header: i18next.t('bank.partner'),
  width: 230,
  text: ({ partnerName }) => partnerName ?? '',
  cell: ({ partnerName }) => partnerName ?? i18next.t('common.unknown'),
});
