import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { Crashed, NotFound } from './frame/Aside.tsx';
import { Frame } from './frame/Frame.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Crashed });
const framed = createRoute({ getParentRoute: () => root, id: 'framed', component: Frame });
const business = createRoute({
  getParentRoute: () => framed,
  path: '/b/$businessId',
  component: lazyRouteComponent(() => import('./frame/BusinessScreens.tsx'), 'BusinessScreens'),
});

/** Addresses of everybody, signed in or not. */
const open = [
  createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    component: lazyRouteComponent(() => import('./sign-in/SignInScreen.tsx'), 'SignInScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reset',
    component: lazyRouteComponent(() => import('./sign-in/ResetScreen.tsx'), 'ResetScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/password',
    component: lazyRouteComponent(() => import('./sign-in/PasswordScreen.tsx'), 'PasswordScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/activate',
    component: lazyRouteComponent(() => import('./start/ActivateScreen.tsx'), 'ActivateScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/register',
    component: lazyRouteComponent(() => import('./start/RegisterScreen.tsx'), 'RegisterScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/invitation',
    component: lazyRouteComponent(() => import('./start/InvitationScreen.tsx'), 'InvitationScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/join',
    component: lazyRouteComponent(() => import('./start/JoinScreen.tsx'), 'JoinScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/capture',
    component: lazyRouteComponent(() => import('./capture/CaptureScreen.tsx'), 'CaptureScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/terms',
    component: lazyRouteComponent(() => import('./terms/TermsScreen.tsx'), 'TermsScreen'),
  }),
];

const inBusiness = business.addChildren([
  createRoute({
    getParentRoute: () => business,
    path: '/',
    component: lazyRouteComponent(() => import('./overview/OverviewScreen.tsx'), 'OverviewScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/search',
    component: lazyRouteComponent(() => import('./search/SearchScreen.tsx'), 'SearchScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/review',
    component: lazyRouteComponent(() => import('./review/ReviewScreen.tsx'), 'ReviewScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/documents',
    component: lazyRouteComponent(() => import('./documents/DocumentsScreen.tsx'), 'DocumentsScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/documents/$id',
    component: lazyRouteComponent(() => import('./document/DocumentScreen.tsx'), 'DocumentScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/invoices',
    component: lazyRouteComponent(() => import('./invoices/InvoicesScreen.tsx'), 'InvoicesScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/invoices/$id',
    component: lazyRouteComponent(() => import('./invoices/InvoiceScreen.tsx'), 'InvoiceScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/intakes',
    component: lazyRouteComponent(() => import('./intakes/IntakesScreen.tsx'), 'IntakesScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/intakes/$id',
    component: lazyRouteComponent(() => import('./intakes/IntakeScreen.tsx'), 'IntakeScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/bank',
    component: lazyRouteComponent(() => import('./bank/BankScreen.tsx'), 'BankScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/bank/reconcile',
    component: lazyRouteComponent(() => import('./bank/reconcile/ReconcileScreen.tsx'), 'ReconcileScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/bank/open-items',
    component: lazyRouteComponent(() => import('./bank/open-items/OpenItemsScreen.tsx'), 'OpenItemsScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/bank/import',
    component: lazyRouteComponent(() => import('./bank/import/ImportScreen.tsx'), 'ImportScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/bank/learnt',
    component: lazyRouteComponent(() => import('./bank/learnt/LearntScreen.tsx'), 'LearntScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/settings',
    component: lazyRouteComponent(() => import('./settings/BusinessScreen.tsx'), 'BusinessScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/settings/people',
    component: lazyRouteComponent(() => import('./settings/SettingsScreens.tsx'), 'BusinessPeople'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/settings/doors',
    component: lazyRouteComponent(() => import('./doors/DoorsScreen.tsx'), 'DoorsScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/settings/banks',
    component: lazyRouteComponent(() => import('./banks/BanksScreen.tsx'), 'BanksScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/settings/programs',
    component: lazyRouteComponent(() => import('./settings/SettingsScreens.tsx'), 'BusinessPrograms'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/settings/lessons',
    component: lazyRouteComponent(() => import('./lessons/LessonsScreen.tsx'), 'LessonsScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/settings/data',
    component: lazyRouteComponent(() => import('./settings/DataScreen.tsx'), 'DataScreen'),
  }),
  createRoute({
    getParentRoute: () => business,
    path: '/settings/audit',
    component: lazyRouteComponent(() => import('./settings/SettingsScreens.tsx'), 'BusinessAudit'),
  }),
]);

const signedIn = framed.addChildren([
  createRoute({ getParentRoute: () => framed, path: '/', component: lazyRouteComponent(() => import('./frame/Home.tsx'), 'Home') }),
  createRoute({
    getParentRoute: () => framed,
    path: '/clients',
    component: lazyRouteComponent(() => import('./clients/ClientsScreen.tsx'), 'ClientsScreen'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/clients/new',
    component: lazyRouteComponent(() => import('./clients/NewClientScreen.tsx'), 'NewClientScreen'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/firm/people',
    component: lazyRouteComponent(() => import('./firm/FirmScreens.tsx'), 'FirmPeople'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/firm/programs',
    component: lazyRouteComponent(() => import('./firm/FirmScreens.tsx'), 'FirmPrograms'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/firm/audit',
    component: lazyRouteComponent(() => import('./firm/FirmScreens.tsx'), 'FirmAudit'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/firm/data',
    component: lazyRouteComponent(() => import('./firm/FirmScreens.tsx'), 'FirmData'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/bank-return',
    component: lazyRouteComponent(() => import('./banks/BankReturnScreen.tsx'), 'BankReturnScreen'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/me/security',
    component: lazyRouteComponent(() => import('./me/SecurityScreen.tsx'), 'SecurityScreen'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/me/language',
    component: lazyRouteComponent(() => import('./me/LanguageScreen.tsx'), 'LanguageScreen'),
  }),
  createRoute({
    getParentRoute: () => framed,
    path: '/me',
    beforeLoad: () => {
      throw redirect({ to: '/me/security' });
    },
  }),
  inBusiness,
]);

/** Every address of the screens; each screen is its own file in the build. */
export const router = createRouter({ routeTree: root.addChildren([...open, signedIn]), defaultPreload: 'intent', scrollRestoration: true });
