import { useQuery } from '@tanstack/react-query';
import { IntakeView } from '#web/contract/intakes.ts';
import { api } from '../api/client.ts';
import { formatInstant } from './format.ts';
import { doorLabel } from './labels.ts';

type Props = { businessId: string; document: { intakeId: string; receivedAt: string } };

/** Through which door a file came, and when. */
export function Arrival({ businessId, document: { intakeId, receivedAt } }: Props) {
  const { data } = useQuery({
    queryKey: ['intake', businessId, intakeId],
    queryFn: () => api.get(`/businesses/${businessId}/intakes/${intakeId}`, IntakeView),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return [...(data ? [doorLabel(data.door)] : []), formatInstant(receivedAt)].join(', ');
}
