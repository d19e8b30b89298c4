import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Day } from '../shared/Day.tsx';
import { reasonLabel, stepLabel } from '../shared/labels.ts';
import { historyQuery } from './use-document.ts';

/** Every step of a document's fate, oldest first. */
export function History({ businessId, documentId }: { businessId: string; documentId: string }) {
  const { t } = useTranslation();
  const history = useQuery(historyQuery(businessId, documentId));
  return (
    <ol className="history">
      {history.data?.items.map((event) => (
        <li key={`${event.at}${event.step}${event.state}`} className="small">
          <span className="faint nowrap">
            <Day at={event.at} />
          </span>
          <span className="strong">{stepLabel(event.step)}</span>
          <span className="faint">
            {event.state ? t(`state.${event.state as 'ready'}`, { defaultValue: event.state }) : ''} {reasonLabel(event.because)}
          </span>
        </li>
      ))}
    </ol>
  );
}
