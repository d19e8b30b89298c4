import type { BusinessPermission, FirmPermission } from '#services/domain/permissions.ts';
import type { BusinessView } from '#web/contract/businesses.ts';
import type { Me } from '#web/contract/me.ts';
import type { IconName } from '../shared/icons.ts';
import type { Texts } from '../texts/hu.ts';

export type Place = {
  path: string;
  word: keyof Texts['frame'];
  icon: IconName;
  needs?: BusinessPermission;
  /** For the people of the business itself, not for its accountant. */
  isOwn?: true;
  /** What waits there. */
  count?: 'review' | 'unmatched';
};

/** The screens of one business, in the order of a working day. */
const businessPlaces: readonly Place[] = [
  { path: '', word: 'overview', icon: 'home' },
  { path: '/capture', word: 'capture', icon: 'camera', needs: 'documents.upload', isOwn: true },
  { path: '/review', word: 'review', icon: 'eyeCheck', needs: 'invoices.correct', count: 'review' },
  { path: '/intakes', word: 'intakes', icon: 'inbox', needs: 'intakes.read' },
  { path: '/documents', word: 'documents', icon: 'files', needs: 'documents.read' },
  { path: '/invoices', word: 'invoices', icon: 'fileInvoice', needs: 'invoices.read' },
  { path: '/bank', word: 'bank', icon: 'bank', needs: 'bank.read', count: 'unmatched' },
];

/** The screens of an accounting firm. */
const firmPlaces: readonly (Omit<Place, 'needs' | 'count'> & { needs: FirmPermission })[] = [
  { path: '/firm/people', word: 'people', icon: 'userCog', needs: 'firm.people' },
  { path: '/firm/programs', word: 'programs', icon: 'plug', needs: 'firm.keys' },
  { path: '/firm/audit', word: 'audit', icon: 'history', needs: 'firm.audit' },
  { path: '/firm/data', word: 'firmData', icon: 'settings', needs: 'firm.settings' },
];

/** The screens of the firms one works for, which one's role opens. */
export const firmPlacesOf = ({ accountants }: Me): Place[] =>
  firmPlaces
    .filter(({ needs }) => accountants.some(({ permissions }) => permissions.includes(needs)))
    .map(({ path, word, icon }) => ({ path, word, icon }));

/** Whether one works in the business itself, whoever else's accountant one may be. */
export const isOfBusiness = ({ roles }: BusinessView): boolean => roles.some((role) => role !== 'accountant');

/** Photographing has an address of its own, which needs no connection. */
export const capturePath = (businessId: string): string => `/capture?b=${businessId}`;

/** The screens of a business, with their whole addresses, which one's role opens. */
export const placesOf = (business: BusinessView): Place[] =>
  businessPlaces
    .filter(({ needs, isOwn }) => (!needs || business.permissions.includes(needs)) && (!isOwn || isOfBusiness(business)))
    .map((place) => ({ ...place, path: place.word === 'capture' ? capturePath(business.id) : `/b/${business.id}${place.path}` }));
