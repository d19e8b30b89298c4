import { formatMoney } from './format.ts';

/** An amount: right figures, no-break spaces, a true minus; unknown is a dash. */
export const Money = ({
  amount,
  currency = 'HUF',
  strong = false,
}: {
  amount: string | null;
  currency?: string | null;
  strong?: boolean;
}) => <span className={strong ? 'number strong' : 'number'}>{formatMoney(amount, currency)}</span>;
