/** What packages may hold back one day (H-142–H-167). */
export type Feature = 'supplier-data-import';

/** Until packages come, every feature is on for every business; asked here and nowhere else. */
export const mayUse = (_businessId: string, _feature: Feature): boolean => true;
