import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { StatementImported } from '#web/contract/bank-statements.ts';
import { useBusiness } from '../../frame/useBusiness.ts';
import { formatAccount } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useContinuityText } from './continuity-text.ts';

/** What came in: how many lines were new, and how they join what was there. */
export function ImportedNote({ imported: { statements } }: { imported: StatementImported }) {
  const { t } = useTranslation();
  const business = useBusiness();
  const say = useContinuityText();
  return (
    <div className="note" role="status">
      <Icon name="circleCheck" />
      <div className="grow stack-tight">
        {statements.map(({ id, account, lines, added, continuity }) => (
          <div key={id}>
            <p>
              <span className="strong">{formatAccount(account)}</span>: {t('bank.addedOf', { added, count: lines })}
            </p>
            {continuity.map((found) => (
              <p key={JSON.stringify(found)} className="small">
                {say(found)}
              </p>
            ))}
          </div>
        ))}
      </div>
      <Link className="link" to={`/b/${business.id}/bank/reconcile`}>
        {t('bank.toReconcile')}
      </Link>
    </div>
  );
}
