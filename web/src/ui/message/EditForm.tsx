import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Message } from '../../api/types';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { ProblemNote, useSubmit } from '../parts/form';
import { Editor, LIMIT, touch } from '../editor/Editor';
import { sendsMessage } from '../channel/keys';
import { editing } from './active';

/** Writes a message of mine anew, in its place. */
export function EditForm({ chat, message }: { chat: Chat; message: Message }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const length = useSignal(message.body.length);
  const { busy, problem, submit } = useSubmit(async () => {
    const { value } = area.current!;
    if (/\S/.test(value) && value.length <= LIMIT) {
      if (value !== message.body) {
        await chat.edit(message, value);
      }
      close();
    }
  });
  const close = (): void => {
    editing.value = null;
    document.querySelector<HTMLElement>(`article[data-id="${message.id}"]`)?.focus({ preventScroll: true });
  };
  // Before anything can be typed: an effect after the paint would take back what already was.
  useLayoutEffect(() => {
    area.current!.value = message.body;
    area.current!.focus();
    area.current!.setSelectionRange(message.body.length, message.body.length);
    area.current!.dispatchEvent(new Event('input', { bubbles: true }));
  }, []);
  return (
    <form class="edit-form" onSubmit={submit}>
      <Editor
        area={area}
        chat={chat}
        channel={message.channel}
        label={t('message.edit')}
        onInput={(value) => (length.value = value.length)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.isComposing) {
            event.preventDefault();
            close();
          } else if (sendsMessage(event, touch.matches)) {
            event.preventDefault();
            void submit();
          }
        }}
      />
      <ProblemNote problem={problem.value} />
      {length.value > LIMIT && (
        <p class="composer-note over">
          {t('composer.tooLong', { count: length.value - LIMIT, limit: LIMIT })}
        </p>
      )}
      <div class="edit-buttons">
        <button type="button" class="button small" onClick={close}>
          {t('action.cancel')}
        </button>
        <button type="submit" class="button primary small" disabled={busy.value || length.value > LIMIT}>
          {t('action.save')}
        </button>
      </div>
    </form>
  );
}
