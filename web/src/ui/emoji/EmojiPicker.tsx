import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Key } from '../../i18n/messages';
import { language, t } from '../../i18n/i18n';
import { type Emoji, GROUPS, emojiIn, search } from './data';
import { recent, used } from './recent';

export interface PickerProps {
  readonly onPick: (emoji: string) => void;
}

/** All emoji by group, the recent ones first; typing searches in English and Korean. */
export function EmojiPicker({ onPick }: PickerProps) {
  const all = useSignal<readonly Emoji[]>([]);
  const text = useSignal('');
  const failed = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current!.focus();
    emojiIn(language.peek()).then(
      (data) => (all.value = data),
      () => (failed.value = true),
    );
  }, []);
  const pick = (emoji: string): void => {
    used(emoji);
    onPick(emoji);
  };
  const searching = text.value.trim() !== '';
  const found = searching ? search(all.value, text.value) : [];
  return (
    <div class="emoji-picker" onKeyDown={gridKeys}>
      <input
        ref={field}
        class="emoji-search"
        type="search"
        aria-label={t('emoji.search')}
        placeholder={t('emoji.search')}
        autocomplete="off"
        value={text}
        onInput={(event) => (text.value = event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.isComposing && found[0]) {
            event.preventDefault();
            pick(found[0].emoji);
          }
        }}
      />
      <div class="emoji-groups">
        {searching ? (
          <Group title={t('emoji.found')} items={found} onPick={pick} />
        ) : (
          <>
            <Group
              title={t('emoji.recent')}
              items={recent.value.map((emoji) => named(all.value, emoji))}
              onPick={pick}
            />
            {GROUPS.map((group) => (
              <Group
                key={group}
                title={t(`emoji.group.${group}` as Key)}
                items={all.value.filter((item) => item.group === group)}
                onPick={pick}
              />
            ))}
          </>
        )}
        {failed.value && <p class="hint">{t('problem.offline')}</p>}
        {searching && found.length === 0 && all.value.length > 0 && (
          <p class="hint" role="status">
            {t('emoji.none')}
          </p>
        )}
      </div>
    </div>
  );
}

interface GroupProps extends PickerProps {
  readonly title: string;
  readonly items: readonly Emoji[];
}

function Group({ title, items, onPick }: GroupProps) {
  const id = useId();
  if (items.length === 0) {
    return null;
  }
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <div class="emoji-grid">
        {items.map((item) => (
          <button
            key={item.emoji}
            type="button"
            class="emoji-button"
            data-emoji
            aria-label={item.name}
            title={item.name}
            onClick={() => onPick(item.emoji)}
          >
            {item.emoji}
          </button>
        ))}
      </div>
    </section>
  );
}

function named(all: readonly Emoji[], emoji: string): Emoji {
  return all.find((item) => item.emoji === emoji) ?? { emoji, name: emoji, words: '', group: 0 };
}

/** The arrows go through the emoji as they are laid out; Down leads from the search into them. */
function gridKeys(event: KeyboardEvent): void {
  const picker = event.currentTarget as HTMLElement;
  const buttons = [...picker.querySelectorAll<HTMLElement>('[data-emoji]')];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const to = at < 0 ? (event.key === 'ArrowDown' ? 0 : undefined) : next(buttons, at, event.key);
  if (to !== undefined) {
    event.preventDefault();
    (buttons[to] ?? picker.querySelector<HTMLElement>('.emoji-search'))?.focus();
  }
}

function next(buttons: readonly HTMLElement[], at: number, key: string): number | undefined {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (step !== undefined) {
    return Math.min(at + step, buttons.length - 1);
  }
  if (key !== 'ArrowUp' && key !== 'ArrowDown') {
    return undefined;
  }
  const here = buttons[at]!.getBoundingClientRect();
  const isNext = (other: HTMLElement): boolean => {
    const box = other.getBoundingClientRect();
    const beyond = key === 'ArrowDown' ? box.top > here.top + 2 : box.top < here.top - 2;
    return beyond && Math.abs(box.left - here.left) < here.width / 2;
  };
  return key === 'ArrowDown'
    ? buttons.findIndex((other, index) => index > at && isNext(other))
    : buttons.findLastIndex((other, index) => index < at && isNext(other));
}
