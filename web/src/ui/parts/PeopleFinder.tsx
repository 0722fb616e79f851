import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import type { User } from '../../api/types';
import { t } from '../../i18n/i18n';
import { Avatar } from './Avatar';

const TYPING_PAUSE_MS = 150;

interface Props {
  readonly label: string;
  /** People whose name or handle starts with the prefix. */
  readonly find: (prefix: string) => Promise<readonly User[]>;
  readonly onPick: (user: User) => void;
  /** People who are not offered. */
  readonly except: readonly string[];
  readonly disabled?: boolean;
  readonly placeholder?: string;
}

/** A combobox (ARIA 1.2): type a prefix, choose with the arrows and Enter or by pointer. */
export function PeopleFinder({ label, find, onPick, except, disabled, placeholder }: Props) {
  const prefix = useSignal('');
  const found = useSignal<readonly User[] | null>(null);
  /** Nobody is chosen until something is typed or an arrow pressed: Enter then submits the form around. */
  const active = useSignal(-1);
  const id = useId();

  useEffect(() => {
    let current = true;
    const timer = setTimeout(
      () =>
        find(prefix.value.trim())
          .then((people) => {
            if (current) {
              found.value = people;
              active.value = prefix.value === '' ? -1 : 0;
            }
          })
          .catch(() => undefined),
      TYPING_PAUSE_MS,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [prefix.value]);

  const people = (found.value ?? []).filter((user) => !except.includes(user.id));
  const pick = (user: User): void => {
    onPick(user);
    prefix.value = '';
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) {
      return;
    }
    const chosen = people[active.value];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const last = people.length - 1;
      active.value =
        event.key === 'ArrowDown'
          ? active.value >= last
            ? 0
            : active.value + 1
          : active.value <= 0
            ? last
            : active.value - 1;
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      pick(chosen);
    }
  };
  return (
    <div class="finder">
      <input
        role="combobox"
        aria-label={label}
        aria-expanded={people.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={people[active.value] ? `${id}-${active.value}` : undefined}
        aria-autocomplete="list"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        placeholder={placeholder ?? t('dm.find')}
        value={prefix}
        disabled={disabled}
        onInput={(event) => (prefix.value = event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <ul role="listbox" id={`${id}-list`} aria-label={label}>
        {people.map((user, index) => (
          <li
            key={user.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active.value}
            onMouseEnter={() => (active.value = index)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(user)}
          >
            <Avatar id={user.id} name={user.name} kind="small" />
            <span class="person-name">{user.name}</span>
            <span class="hint">@{user.handle}</span>
          </li>
        ))}
      </ul>
      {found.value !== null && people.length === 0 && prefix.value !== '' && (
        <p class="hint" role="status">
          {t('dm.nobody')}
        </p>
      )}
    </div>
  );
}
