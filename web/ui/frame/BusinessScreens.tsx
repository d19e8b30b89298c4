import { Outlet } from '@tanstack/react-router';
import { NotFound } from './Aside.tsx';
import { useBusinessHere } from './useBusiness.ts';

/** Shows the screens of a business only to whom it is there. */
export function BusinessScreens() {
  const business = useBusinessHere();
  // Another business is another desk: nothing half-typed moves along.
  return business ? <Outlet key={business.id} /> : <NotFound />;
}
