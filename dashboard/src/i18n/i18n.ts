import i18next, { type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { texts } from './locales/en';

export const LANGUAGES = ['en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

const PLACE = 'kinoscope.language';
export const i18n: I18n = i18next.createInstance();

function preferred(): Language {
  const chosen = localStorage.getItem(PLACE) ?? navigator.language;
  return chosen.startsWith('ru') ? 'ru' : 'en';
}

/** English is always at hand; Russian comes when it is asked for. */
async function load(language: Language): Promise<void> {
  if (language === 'en' || i18n.hasResourceBundle(language, 'translation')) return;
  i18n.addResourceBundle(language, 'translation', (await import('./locales/ru')).texts);
}

export async function setUpTexts(): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: texts } },
    interpolation: { escapeValue: false },
  });
  await speak(preferred());
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(PLACE, language);
  await speak(language);
}

async function speak(language: Language): Promise<void> {
  await load(language);
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
}
