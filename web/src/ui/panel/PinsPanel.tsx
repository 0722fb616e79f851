import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { nameOf } from '../parts/names';
import { MessageResult } from './MessageResult';
import { Paged } from './Paged';
import { PanelFrame } from './PanelHost';

/** What is pinned in a channel, the newest pin first. */
export function PinsPanel({ chat, id }: { chat: Chat; id: string }) {
  const channel = chat.directory.find(id);
  return (
    <PanelFrame title={t('pins.title')} sub={channel && nameOf(chat, channel)}>
      <Paged
        load={async () => ({ items: await chat.client.pins(id), next: null })}
        version={chat.pinned.value}
        empty={t('pins.empty')}
      >
        {(message) => <MessageResult key={message.id} chat={chat} message={message} />}
      </Paged>
    </PanelFrame>
  );
}
