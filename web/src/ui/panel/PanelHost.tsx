import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Icon } from '../parts/Icon';
import { route } from '../route';
import { MembersPanel } from './MembersPanel';
import { SearchPanel } from './SearchPanel';
import { ThreadPanel } from './ThreadPanel';
import { InboxPanel } from './InboxPanel';
import { PinsPanel } from './PinsPanel';
import { ThreadsPanel } from './ThreadsPanel';
import { closePanel, panel } from './open';

/** What stands beside the channel. What belongs to one channel closes when another is opened. */
export function PanelHost({ chat }: { chat: Chat }) {
  const open = panel.value;
  const place = route.value;
  const here = place.page === 'channel' ? place.channel : null;
  useEffect(() => {
    if (open !== null && 'channel' in open && open.channel !== here) {
      panel.value = null;
    }
  }, [here]);
  switch (open?.kind) {
    case undefined:
      return null;
    case 'members':
      return <MembersPanel key={open.channel} chat={chat} id={open.channel} />;
    case 'thread':
      return (
        <ThreadPanel
          key={`${open.channel}/${open.parent}`}
          chat={chat}
          id={open.channel}
          parent={open.parent}
          seq={open.seq}
        />
      );
    case 'pins':
      return <PinsPanel key={open.channel} chat={chat} id={open.channel} />;
    case 'search':
      return <SearchPanel chat={chat} />;
    case 'mentions':
      return <InboxPanel chat={chat} />;
    case 'threads':
      return <ThreadsPanel chat={chat} />;
  }
}

interface FrameProps {
  readonly title: string;
  readonly sub?: string | undefined;
  /** Stands beside the title. */
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A panel with its title; Escape closes it, and the focus goes back to where it was opened. */
export function PanelFrame({ title, sub, tools, children }: FrameProps) {
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    frame.current!.focus();
    return () => {
      const lost = document.activeElement === document.body || document.activeElement === null;
      if (lost && before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
    };
  }, []);
  return (
    <aside
      ref={frame}
      class="panel"
      aria-label={title}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) {
          closePanel();
        }
      }}
    >
      <header class="panel-head">
        <h2>
          {title}
          {sub && <span class="hint">{sub}</span>}
        </h2>
        {tools}
        <button
          type="button"
          class="icon-button"
          aria-label={t('action.close')}
          title={t('action.close')}
          onClick={closePanel}
        >
          <Icon name="close" size={20} />
        </button>
      </header>
      {children}
    </aside>
  );
}
