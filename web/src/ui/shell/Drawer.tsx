import { signal, useComputed } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Icon } from '../parts/Icon';
import { route } from '../route';
import { Sidebar } from './Sidebar';
import { TeamRail } from './TeamRail';

/** Whether the navigation covers the page; matters only at phone width. */
export const drawerOpen = signal(false);

const phone = matchMedia('(max-width: 760px)');
const isPhone = signal(phone.matches);
phone.addEventListener('change', (event) => (isPhone.value = event.matches));

/** Whether panels and navigation cover the page, for want of room beside it. */
export function drawerCovers(): boolean {
  return isPhone.peek();
}

/** Teams and channels: beside the page where there is room, else over it. */
export function Drawer({ chat }: { chat: Chat }) {
  const panel = useRef<HTMLDivElement>(null);
  const covers = isPhone.value && drawerOpen.value;
  const hidden = isPhone.value && !drawerOpen.value;

  useEffect(() => {
    drawerOpen.value = false;
  }, [route.value]);
  useLayoutEffect(() => {
    panel.current!.inert = hidden;
    if (covers) {
      panel.current!.querySelector<HTMLElement>('[aria-current], [data-item]')?.focus();
    }
  }, [covers, hidden]);

  return (
    <>
      {covers && <div class="scrim" onClick={() => (drawerOpen.value = false)} />}
      <div
        ref={panel}
        class={covers ? 'drawer open' : 'drawer'}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && covers) {
            drawerOpen.value = false;
            document.querySelector<HTMLElement>('.menu-button')?.focus();
          }
        }}
      >
        <TeamRail chat={chat} />
        <Sidebar chat={chat} />
      </div>
    </>
  );
}

/** Opens the navigation at phone width, and shows there whether something is unread elsewhere. */
export function MenuButton({ chat }: { chat: Chat }) {
  const unread = useComputed(() => {
    const place = route.value;
    const here = place.page === 'channel' ? place.channel : null;
    return chat.channels.ids.value.some((id) => id !== here && chat.attention(id).counted > 0);
  });
  return (
    <button
      type="button"
      class="icon-button menu-button"
      aria-label={t('action.menu')}
      aria-expanded={drawerOpen.value}
      onClick={() => (drawerOpen.value = true)}
    >
      <Icon name="menu" size={20} />
      {unread.value && <span class="dot" />}
    </button>
  );
}
