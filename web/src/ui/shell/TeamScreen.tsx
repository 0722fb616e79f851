import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { dialog } from '../dialogs/open';
import { go } from '../route';
import { MenuButton } from './Drawer';
import { Waiting } from './HomeScreen';
import { placesOf } from './place';

/** Leads to the channel of the team that was read last, or the first one. */
export function TeamScreen({ chat, team }: { chat: Chat; team: string }) {
  const channels = chat.directory.channelsOf(team);
  const known = chat.directory.teams.value?.find((other) => other.id === team);
  useEffect(() => {
    if (channels === null && known) {
      chat.directory.loadChannels(team).catch(() => undefined);
    }
    const mine = channels?.filter((channel) => channel.member) ?? [];
    const last = placesOf(chat).channels[team];
    const first =
      mine.find((channel) => channel.id === last) ??
      mine.find((channel) => channel.name === 'general') ??
      mine[0];
    if (first) {
      go({ page: 'channel', team, channel: first.id }, true);
    }
  }, [channels, known]);
  if (chat.directory.teams.value !== null && !known) {
    return <NotFound chat={chat} />;
  }
  if (channels === null || channels.some((channel) => channel.member)) {
    return <Waiting chat={chat} />;
  }
  return (
    <div class="page">
      <header class="page-head">
        <MenuButton chat={chat} />
      </header>
      <div class="empty">
        <h2>{t('channel.empty')}</h2>
        <p>{t('home.pick')}</p>
        <button
          type="button"
          class="button primary"
          onClick={() => known && (dialog.value = { kind: 'create-channel', team: known })}
        >
          {t('channel.add')}
        </button>
      </div>
    </div>
  );
}

export function NotFound({ chat }: { chat: Chat }) {
  return (
    <div class="page">
      <header class="page-head">
        <MenuButton chat={chat} />
      </header>
      <div class="empty">
        <p>{t('home.notFound')}</p>
        <a class="button" href="#/">
          {t('home.back')}
        </a>
      </div>
    </div>
  );
}
