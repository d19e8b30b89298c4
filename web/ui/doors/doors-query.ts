import { queryOptions } from '@tanstack/react-query';
import { Doors, Outlets, Pulls, SilentDoors } from '#web/contract/doors.ts';
import { api } from '../api/client.ts';
import { isConnecting } from './FileServer.tsx';

/** How the doors of a business are; asked again whenever something came in. */
export const doorsQuery = (businessId: string) =>
  queryOptions({ queryKey: ['intake', businessId, 'doors'], queryFn: () => api.get(`/businesses/${businessId}/doors`, Doors) });

/** The doors of all clients that bring nothing any more. */
export const silentDoorsQuery = queryOptions({
  queryKey: ['silent-doors'],
  queryFn: () => api.get('/silent-doors', SilentDoors),
  staleTime: 60_000,
});

/** While a server is being asked for its key, it is looked at again and again. */
const lookMs = 1_500;

export const pullsQuery = (businessId: string) =>
  queryOptions({
    queryKey: ['pull', businessId],
    queryFn: () => api.get(`/businesses/${businessId}/pulls`, Pulls),
    refetchInterval: ({ state }) => (state.data?.items.some(isConnecting) ? lookMs : false),
  });

/** The same, and more slowly while copies go. */
export const outletsQuery = (businessId: string) =>
  queryOptions({
    queryKey: ['outlet', businessId],
    queryFn: () => api.get(`/businesses/${businessId}/outlets`, Outlets),
    refetchInterval: ({ state }) =>
      state.data?.items.some(isConnecting) ? lookMs : state.data?.items.some(({ waiting }) => waiting > 0) ? 4 * lookMs : false,
  });
