import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { draftOf, keepDraft } from '../../store/drafts';
import { Icon } from '../parts/Icon';
import { sendsMessage } from './keys';

/** The longest message, in UTF-16 code units: the server refuses more. */
const LIMIT = 100_000;

/** How much is left is shown when it becomes less than this. */
const WARN_LEFT = 5_000;

const touch = matchMedia('(pointer: coarse)');

interface Props {
  readonly chat: Chat;
  readonly channel: string;
  readonly name: string;
  readonly isDm: boolean;
}

/** Where messages are written. The text lives in the text area itself, which stays fast when it is long. */
export function Composer({ chat, channel, name, isDm }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  const length = useSignal(0);
  const blank = useSignal(true);
  const noteId = useId();
  const excess = useComputed(() => Math.max(0, length.value - LIMIT));

  const measure = (): void => {
    const { value } = area.current!;
    length.value = value.length;
    blank.value = !/\S/.test(value);
    grow(area.current!);
  };
  useEffect(() => {
    area.current!.value = draftOf(channel);
    measure();
    if (!touch.matches) {
      area.current!.focus({ preventScroll: true });
    }
  }, [channel]);

  const send = (): void => {
    const { value } = area.current!;
    if (!/\S/.test(value) || value.length > LIMIT) {
      return;
    }
    chat.sending.add(channel, value);
    area.current!.value = '';
    keepDraft(channel, '');
    measure();
    area.current!.focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class={excess.value > 0 ? 'composer-frame over' : 'composer-frame'}>
        <textarea
          ref={area}
          rows={1}
          aria-label={t(isDm ? 'composer.label.dm' : 'composer.label', { name })}
          aria-describedby={noteId}
          aria-invalid={excess.value > 0}
          placeholder={t(isDm ? 'composer.placeholder.dm' : 'composer.placeholder', { name })}
          enterkeyhint={touch.matches ? 'enter' : 'send'}
          onInput={() => {
            keepDraft(channel, area.current!.value);
            measure();
          }}
          onKeyDown={(event) => {
            if (sendsMessage(event, touch.matches)) {
              event.preventDefault();
              send();
            }
          }}
        />
        <button
          type="submit"
          class="send-button"
          aria-label={t('composer.send')}
          title={t('composer.send')}
          disabled={blank.value || excess.value > 0}
        >
          <Icon name="send" size={20} />
        </button>
      </div>
      <p class={excess.value > 0 ? 'composer-note over' : 'composer-note'} id={noteId}>
        <Note length={length.value} excess={excess.value} />
      </p>
      <div class="hidden" role="alert">
        {excess.value > 0 && t('problem.too-large')}
      </div>
    </form>
  );
}

function Note({ length, excess }: { length: number; excess: number }) {
  if (excess > 0) {
    return <>{t('composer.tooLong', { count: excess, limit: LIMIT })}</>;
  }
  if (length > LIMIT - WARN_LEFT) {
    return <>{t('composer.left', { count: LIMIT - length })}</>;
  }
  return <span class="composer-hint">{t('composer.hint')}</span>;
}

/** As high as its text, up to what the style sheet allows; newer browsers do it themselves. */
function grow(area: HTMLTextAreaElement): void {
  if (!CSS.supports('field-sizing', 'content')) {
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }
}
