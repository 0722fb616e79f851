import type { RefObject } from 'preact';
import { useId } from 'preact/hooks';
import type { Chat } from '../../store/chat';
import { MentionList } from './MentionList';
import { useMentions } from './useMentions';

/** The longest message, in UTF-16 code units: the server refuses more. */
export const LIMIT = 100_000;

/** Whether this device is used by touch, which has no Shift+Enter. */
export const touch = matchMedia('(pointer: coarse)');

interface Props {
  readonly area: RefObject<HTMLTextAreaElement>;
  readonly chat: Chat;
  readonly channel: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly describedBy?: string;
  readonly invalid?: boolean;
  readonly onInput: (value: string) => void;
  /** Keys that the completion of a name does not take for itself. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onPaste?: (event: ClipboardEvent) => void;
}

/** A text area that grows with its text, which stays in the area itself, and completes `@` names. */
export function Editor(props: Props) {
  const { area, chat, channel } = props;
  const id = useId();
  const input = (): void => {
    grow(area.current!);
    mentions.look();
    props.onInput(area.current!.value);
  };
  const mentions = useMentions(chat, channel, area, input);
  return (
    <>
      <MentionList id={id} mentions={mentions} />
      <textarea
        ref={area}
        rows={1}
        aria-label={props.label}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid}
        aria-autocomplete="list"
        aria-controls={mentions.options.value.length > 0 ? id : undefined}
        aria-activedescendant={
          mentions.options.value.length > 0 ? `${id}-${mentions.active.value}` : undefined
        }
        placeholder={props.placeholder}
        enterkeyhint={touch.matches ? 'enter' : 'send'}
        onInput={input}
        onSelect={mentions.look}
        onBlur={mentions.close}
        onPaste={props.onPaste}
        onKeyDown={(event) => {
          if (!mentions.onKeyDown(event)) {
            props.onKeyDown(event);
          }
        }}
      />
    </>
  );
}

/** As high as its text, up to what the style sheet allows; newer browsers do it themselves. */
function grow(area: HTMLTextAreaElement): void {
  if (!CSS.supports('field-sizing', 'content')) {
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }
}
