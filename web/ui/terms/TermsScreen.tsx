import { useTranslation } from 'react-i18next';
import { Gate } from '../sign-in/Gate.tsx';
import { TermsText } from './TermsText.tsx';

export function TermsScreen() {
  const { t } = useTranslation();
  return (
    <Gate title={t('terms.title')} isWide>
      <TermsText />
    </Gate>
  );
}
