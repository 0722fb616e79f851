import { language } from '../../i18n/i18n';
import { type Language, change } from '../../store/settings';

const names: Record<Language, string> = { en: 'English', ko: '한국어' };

/** Each language by its own name, so that it is found from any other. */
export function LanguageChoice() {
  return (
    <div class="languages">
      {(Object.keys(names) as Language[]).map((code) => (
        <button
          key={code}
          type="button"
          class="link"
          lang={code}
          aria-pressed={language.value === code}
          onClick={() => change({ language: code })}
        >
          {names[code]}
        </button>
      ))}
    </div>
  );
}
