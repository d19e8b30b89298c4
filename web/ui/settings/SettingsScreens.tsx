import { useTranslation } from 'react-i18next';
import { givenBusinessRoles } from '#services/domain/permissions.ts';
import { AuditList } from '../audit/AuditList.tsx';
import { useBusiness } from '../frame/useBusiness.ts';
import { Keys } from '../keys/Keys.tsx';
import { People } from '../people/People.tsx';
import { SettingsPage } from './SettingsPage.tsx';

/** Who may enter this business, and in which role. */
export function BusinessPeople() {
  const business = useBusiness();
  return (
    <SettingsPage here="people">
      <People path={`/businesses/${business.id}/people`} roles={givenBusinessRoles} mayManage={business.may('people.manage')} />
    </SettingsPage>
  );
}

/** The secret keys by which invoicing programs send. */
export function BusinessPrograms() {
  const { t } = useTranslation();
  const business = useBusiness();
  return (
    <SettingsPage here="programs">
      <Keys path={`/businesses/${business.id}/keys`} hint={t('keys.businessHint')} canPause />
    </SettingsPage>
  );
}

export function BusinessAudit() {
  const business = useBusiness();
  return (
    <SettingsPage here="audit">
      <AuditList path={`/businesses/${business.id}/audit`} />
    </SettingsPage>
  );
}
