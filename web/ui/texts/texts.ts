import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { hu, type Texts } from './hu.ts';

export type Language = 'hu' | 'en';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Texts };
    returnNull: false;
  }
}

const remembered = 'bizonylat.language';

/** The language last chosen in this browser; Hungarian where nobody chose. */
export const chosenLanguage = (): Language => (localStorage.getItem(remembered) === 'en' ? 'en' : 'hu');

/** Hungarian is there at once; English comes as its own file when it is wanted. */
export async function speak(language: Language): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    const { en } = await import('./en.ts');
    i18next.addResourceBundle('en', 'translation', en);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(remembered, language);
}

export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'hu',
    fallbackLng: 'hu',
    resources: { hu: { translation: hu } },
    interpolation: { escapeValue: false },
    nsSeparator: false,
  });
  await speak(chosenLanguage());
}
