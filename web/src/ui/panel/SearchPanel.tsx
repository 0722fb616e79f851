import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { type Found, searchLoaded } from '../../store/search';
import { MetadataSearch } from './MetadataSearch';
import { route } from '../route';
import { MessageResult } from './MessageResult';
import { PanelFrame } from './PanelHost';

/** Searches the loaded messages by text, and all of the open channel by what the server knows of them. */
export function SearchPanel({ chat }: { chat: Chat }) {
  const byText = useSignal(true);
  const place = route.value;
  const channel = place.page === 'channel' ? chat.directory.find(place.channel) : undefined;
  const canAsk = channel !== undefined && channel.member !== false;
  return (
    <PanelFrame title={t('search.title')}>
      {canAsk && (
        <div class="tabs" role="group" aria-label={t('search.title')}>
          {[true, false].map((each) => (
            <button
              key={String(each)}
              type="button"
              aria-pressed={byText.value === each}
              onClick={() => (byText.value = each)}
            >
              {t(each ? 'search.by.text' : 'search.by.metadata')}
            </button>
          ))}
        </div>
      )}
      {canAsk && !byText.value ? <MetadataSearch chat={chat} from={channel} /> : <TextSearch chat={chat} />}
    </PanelFrame>
  );
}

/** Searches what this browser has loaded: the text is not known to the server once it is encrypted. */
function TextSearch({ chat }: { chat: Chat }) {
  const text = useSignal('');
  const onlyHere = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current!.focus(), []);
  const place = route.value;
  const here = place.page === 'channel' ? place.channel : null;
  const found = useComputed<Found>(() =>
    searchLoaded(
      chat.channels.ids.value
        .filter((id) => !onlyHere.value || id === here)
        .map((id) => chat.channels.state(id).value.timeline),
      text.value,
      (id) => chat.directory.person(id).value?.name ?? '',
    ),
  ).value;
  return (
    <>
      <div class="panel-form">
        <input
          ref={field}
          type="search"
          class="panel-field"
          aria-label={t('search.text')}
          placeholder={t('search.text')}
          autocomplete="off"
          value={text}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
        {here !== null && (
          <label class="also">
            <input
              type="checkbox"
              checked={onlyHere.value}
              onChange={(event) => (onlyHere.value = event.currentTarget.checked)}
            />
            {t('search.here')}
          </label>
        )}
        <p class="hint" role="status">
          {text.value.trim() === ''
            ? t('search.loaded', { count: found.searched })
            : t(found.more ? 'search.found.more' : 'search.found', {
                count: found.messages.length,
                searched: found.searched,
              })}
        </p>
      </div>
      <div class="panel-scroller" tabIndex={0} role="region" aria-label={t('panel.results')}>
        <ul class="results">
          {found.messages.map((message) => (
            <MessageResult key={message.id} chat={chat} message={message} />
          ))}
        </ul>
      </div>
    </>
  );
}
