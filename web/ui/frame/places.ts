import type { BusinessPermission } from '#services/domain/permissions.ts';
import type { IconName } from '../shared/icons.ts';
import type { Texts } from '../texts/hu.ts';

export type Place = {
  path: string;
  word: keyof Texts['frame'];
  icon: IconName;
  needs?: BusinessPermission;
  count?: 'review' | 'missing' | 'bank';
};

/** The screens of one business, in the order of a working day. */
export const businessPlaces: readonly Place[] = [
  { path: '', word: 'overview', icon: 'home' },
  { path: '/review', word: 'review', icon: 'eyeCheck', needs: 'invoices.correct', count: 'review' },
  { path: '/intakes', word: 'intakes', icon: 'inbox', needs: 'intakes.read' },
  { path: '/documents', word: 'documents', icon: 'files', needs: 'documents.read' },
  { path: '/invoices', word: 'invoices', icon: 'fileInvoice', needs: 'invoices.read' },
  { path: '/bank', word: 'bank', icon: 'bank', needs: 'bank.read', count: 'bank' },
  { path: '/missing', word: 'missing', icon: 'fileSearch', needs: 'missing.read', count: 'missing' },
  { path: '/income', word: 'income', icon: 'chart', needs: 'invoices.read' },
  { path: '/partners', word: 'partners', icon: 'addressBook', needs: 'partners.read' },
  { path: '/closing', word: 'closing', icon: 'calendarCheck', needs: 'closing.manage' },
];

/** The screens of an accounting firm. */
export const firmPlaces: readonly Place[] = [
  { path: '/firm/people', word: 'people', icon: 'userCog' },
  { path: '/firm/programs', word: 'programs', icon: 'plug' },
  { path: '/firm/audit', word: 'audit', icon: 'history' },
];
