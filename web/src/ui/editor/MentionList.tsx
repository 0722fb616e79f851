import { t } from '../../i18n/i18n';
import { Avatar } from '../parts/Avatar';
import { Icon } from '../parts/Icon';
import type { Mentions } from './useMentions';

/** The names that complete what was typed, above the text area. */
export function MentionList({ id, mentions }: { id: string; mentions: Mentions }) {
  const { options, active, pick } = mentions;
  if (options.value.length === 0) {
    return null;
  }
  return (
    <ul class="mention-list" role="listbox" id={id} aria-label={t('mention.list')}>
      {options.value.map((option, index) => (
        <li
          key={option.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active.value}
          onMouseEnter={() => (active.value = index)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => pick(option)}
        >
          {'name' in option ? (
            <>
              <Avatar id={option.id} name={option.name} kind="small" />
              <span class="person-name">{option.name}</span>
              <span class="hint">@{option.handle}</span>
              {option.inChannel === false && <span class="tag">{t('mention.notHere')}</span>}
            </>
          ) : (
            <>
              <Icon name="people" size={20} />
              <span class="person-name">@{option.handle}</span>
              <span class="hint">{t(`mention.${option.handle}`)}</span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
