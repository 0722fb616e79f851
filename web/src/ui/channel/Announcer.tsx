import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';

const READ_OUT_CHARACTERS = 200;

/** Reads out to screen readers what others write in the channel that is open. */
export function Announcer({ chat, channel }: { chat: Chat; channel: string }) {
  const text = useSignal('');
  // What arrived before the channel was opened is not news.
  const known = useRef(chat.arrived.peek());
  useSignalEffect(() => {
    const event = chat.arrived.value;
    if (event !== known.current && event?.channel === channel && event.message) {
      const { sender, body, attachments } = event.message;
      const name = chat.directory.person(sender).value?.name ?? t('messages.unknownSender');
      const images = attachments?.length ?? 0;
      const said = [
        body.slice(0, READ_OUT_CHARACTERS),
        ...(images > 0 ? [t('image.count', { count: images })] : []),
      ];
      text.value = t('messages.announce', { name, text: said.filter(Boolean).join(' ') });
    }
  });
  return (
    <div class="hidden" aria-live="polite">
      {text.value}
    </div>
  );
}
