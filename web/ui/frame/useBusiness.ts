import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { BusinessPermission } from '#services/domain/permissions.ts';
import type { BusinessView } from '#web/contract/businesses.ts';
import { businessesQuery } from '../api/queries.ts';

/** The business in the address; null on pages of no business, or of one this person may not enter. */
export function useBusinessHere(): BusinessView | null {
  const { businessId } = useParams({ strict: false });
  const { data } = useQuery(businessesQuery);
  return data?.find((business) => business.id === businessId) ?? null;
}

/** For screens below `/b/{id}`: their business is there, or they are not shown. */
export function useBusiness(): BusinessView & { may: (permission: BusinessPermission) => boolean } {
  const { businessId } = useParams({ strict: false });
  const { data } = useSuspenseQuery(businessesQuery);
  const business = data.find(({ id }) => id === businessId);
  if (!business) throw new Error('a screen of a business outside of one');
  return { ...business, may: (permission) => business.permissions.includes(permission) };
}
