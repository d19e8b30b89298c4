import { useNavigate, useSearch } from '@tanstack/react-router';

/** The filters of a list as they stand in the address: back works, links can be sent. */
export function useFilters<Name extends string>(names: readonly Name[]) {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const go = useNavigate();
  const filters = Object.fromEntries(
    names.flatMap((name) => (search[name] === undefined || search[name] === '' ? [] : [[name, String(search[name])]])),
  ) as Partial<Record<Name, string>>;
  const replace = (next: Record<string, unknown>) => void go({ to: '.', search: next as never, replace: true });
  return {
    filters,
    isFiltered: Object.keys(filters).length > 0,
    set: (changes: Partial<Record<Name, string | undefined>>) =>
      replace(Object.fromEntries(Object.entries({ ...search, ...changes }).filter(([, value]) => value !== undefined && value !== ''))),
    clear: () => replace({}),
  };
}
