import { useEffect, useRef } from 'preact/hooks';
import { persist } from '../../api/persist';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { ChannelScreen } from '../channel/ChannelScreen';
import { DialogHost } from '../dialogs/DialogHost';
import { useNoStrayFiles } from '../editor/useFileDrop';
import { Gallery } from '../gallery/Gallery';
import { PanelHost } from '../panel/PanelHost';
import { NoticeHost } from '../parts/notices';
import { PopupHost } from '../popup/PopupHost';
import { route } from '../route';
import { useShortcuts } from './useShortcuts';
import { ConnectionBanner } from './ConnectionBanner';
import { Drawer } from './Drawer';
import { HomeScreen } from './HomeScreen';
import { InviteScreen } from './InviteScreen';
import { rememberPlace } from './place';
import { PushBar } from './PushBar';
import { TeamScreen } from './TeamScreen';
import { useTitle } from './title';

/** The page of a signed-in user: navigation beside whatever the URL names. */
export function Shell({ chat }: { chat: Chat }) {
  useTitle(chat);
  useShortcuts(chat);
  useNoStrayFiles();
  useEffect(() => {
    void loadLists(chat);
  }, [chat]);
  const online = chat.connection.status.value.kind === 'online';
  const wasOnline = useRef(false);
  useEffect(() => {
    // Who put me into a team or channel while I was away is not told: the lists are asked for again.
    if (online && (wasOnline.current || chat.directory.teams.peek() === null)) {
      void loadLists(chat);
    }
    wasOnline.current ||= online;
  }, [online]);
  const place = route.value;
  useEffect(() => rememberPlace(chat, place), [chat, place]);
  return (
    <div class="shell">
      <a
        class="skip"
        href="#messages"
        onClick={(event) => {
          event.preventDefault();
          document.querySelector<HTMLElement>('main [data-start]')?.focus();
        }}
      >
        {t('app.skip')}
      </a>
      <Drawer chat={chat} />
      <main class="main">
        <ConnectionBanner connection={chat.connection} />
        <PushBar chat={chat} />
        <div class="stage">
          <Place chat={chat} />
          <PanelHost chat={chat} />
        </div>
      </main>
      <DialogHost chat={chat} />
      <PopupHost />
      <Gallery />
      <NoticeHost />
    </div>
  );
}

function Place({ chat }: { chat: Chat }) {
  const place = route.value;
  switch (place.page) {
    case 'home':
      return <HomeScreen chat={chat} />;
    case 'team':
      return <TeamScreen key={place.team} chat={chat} team={place.team} />;
    case 'channel':
      return <ChannelScreen key={place.channel} chat={chat} id={place.channel} team={place.team} />;
    case 'invite':
      return <InviteScreen key={place.code} chat={chat} code={place.code} />;
  }
}

/** Teams with their channels, and direct messages. */
async function loadLists(chat: Chat): Promise<void> {
  const { directory } = chat;
  const get = <T,>(task: () => Promise<T>): Promise<T> => persist(task, () => chat.isRunning);
  await Promise.allSettled([
    get(() => directory.loadTeams()).then((teams) =>
      Promise.allSettled(teams.map((team) => get(() => directory.loadChannels(team.id)))),
    ),
    get(() => directory.loadDms()),
  ]);
}
