import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Member, User } from '../../api/types';
import { learnOutsiders } from './OutsiderNote';
import type { Chat } from '../../store/chat';
import { mentionAt } from '../../store/mentions';

const TYPING_PAUSE_MS = 120;
const SHOWN = 8;

/** Somebody to name, or everyone at once. */
export type Option =
  | (User & Pick<Partial<Member>, 'inChannel'>)
  | { readonly id: '@channel' | '@here'; readonly handle: 'channel' | 'here' };

export interface Mentions {
  readonly options: Signal<readonly Option[]>;
  readonly active: Signal<number>;
  /** Looks at what stands before the caret. */
  readonly look: () => void;
  readonly close: () => void;
  readonly pick: (option: Option) => void;
  /** True if the key was for the list of names. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean;
}

/** Completes the `@name` at the caret of a text area; `onChange` is told when it has changed the text. */
export function useMentions(
  chat: Chat,
  channel: string,
  area: RefObject<HTMLTextAreaElement>,
  onChange: () => void,
): Mentions {
  const options = useSignal<readonly Option[]>([]);
  const active = useSignal(0);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  /** What was asked for last: an answer to anything else comes too late. */
  const wanted = useRef<string | null>(null);

  const close = (): void => {
    wanted.current = null;
    clearTimeout(timer.current);
    options.value = [];
  };
  const look = (): void => {
    const { value, selectionStart, selectionEnd } = area.current!;
    const at = selectionStart === selectionEnd ? mentionAt(value, selectionStart) : null;
    if (at === null) {
      close();
    } else if (at.prefix !== wanted.current) {
      const prefix = (wanted.current = at.prefix);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        find(chat, channel, prefix)
          .then((found) => {
            if (wanted.current === prefix) {
              options.value = found;
              active.value = 0;
            }
          })
          .catch(() => undefined);
      }, TYPING_PAUSE_MS);
    }
  };
  const pick = (option: Option): void => {
    const box = area.current!;
    const at = mentionAt(box.value, box.selectionStart);
    if (at !== null) {
      box.setRangeText(`@${option.handle} `, at.start, box.selectionStart, 'end');
    }
    close();
    box.focus();
    onChange();
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const count = options.value.length;
    // Enter that ends a syllable of an input method is the input method's.
    if (count === 0 || event.isComposing || event.keyCode === 229) {
      return false;
    }
    switch (event.key) {
      case 'ArrowDown':
        active.value = (active.value + 1) % count;
        break;
      case 'ArrowUp':
        active.value = (active.value + count - 1) % count;
        break;
      case 'Enter':
      case 'Tab':
        if (event.shiftKey) {
          return false;
        }
        pick(options.value[active.value]!);
        break;
      case 'Escape':
        close();
        break;
      default:
        return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  useEffect(() => close, [channel]);
  return { options, active, look, close, pick, onKeyDown };
}

async function find(chat: Chat, id: string, prefix: string): Promise<readonly Option[]> {
  const channel = chat.directory.find(id);
  if (channel === undefined) {
    return [];
  }
  const people = channel.team
    ? await chat.client.mentionable(channel.team, id, prefix, SHOWN)
    : chat.directory.othersOf(channel).filter((user) => startsWith(user, prefix));
  chat.directory.learn(people);
  learnOutsiders(id, people);
  const others = people.filter((user) => user.id !== chat.me.id);
  return [...others, ...everyone(prefix)].slice(0, SHOWN);
}

function startsWith(user: User, prefix: string): boolean {
  const text = prefix.toLowerCase().normalize('NFC');
  return (
    user.handle.toLowerCase().startsWith(text) || user.name.toLowerCase().normalize('NFC').startsWith(text)
  );
}

const WORDS = { channel: ['channel', '채널', '모두'], here: ['here', '여기'] } as const;

function everyone(prefix: string): Option[] {
  return (['channel', 'here'] as const)
    .filter((handle) => WORDS[handle].some((word) => word.startsWith(prefix.toLowerCase())))
    .map((handle) => ({ id: `@${handle}` as const, handle }));
}
