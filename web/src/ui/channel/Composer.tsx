import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Channel, Message } from '../../api/types';
import { explain, t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { arrivedDraft } from '../../store/draftSync';
import { draftOf, keepDraft } from '../../store/drafts';
import { all } from '../../store/timeline';
import { IMAGE_TYPES } from '../../store/imageType';
import { namesEveryone } from '../../store/mentions';
import { uploadsOf } from '../../store/uploads';
import { Editor, LIMIT, touch } from '../editor/Editor';
import { OutsiderNote } from '../editor/OutsiderNote';
import { UploadList } from '../editor/UploadList';
import { useFileDrop } from '../editor/useFileDrop';
import { notify } from '../parts/notices';
import { openPopup } from '../popup/open';
import { dialog } from '../dialogs/open';
import { editing, keyOf } from '../message/active';
import { insertion, placeOf } from '../message/actions';
import { Icon } from '../parts/Icon';
import { TypingLine } from './TypingLine';
import { sendsMessage } from './keys';

/** How much is left is shown when it becomes less than this. */
const WARN_LEFT = 5_000;

interface Props {
  readonly chat: Chat;
  readonly channel: Channel;
  readonly name: string;
  /** The message whose thread this writes to; absent for the channel itself. */
  readonly parent?: number;
}

/** Where messages are written. The text lives in the text area itself, which stays fast when it is long. */
export function Composer({ chat, channel, name, parent }: Props) {
  const place = placeOf(channel.id, parent);
  const isDm = channel.kind === 'dm';
  const area = useRef<HTMLTextAreaElement>(null);
  const length = useSignal(0);
  const blank = useSignal(true);
  const naming = useSignal('');
  const uploads = useMemo(() => uploadsOf(chat.client, place, channel.id), [place]);
  const picker = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const also = useSignal(false);
  const noteId = useId();
  const excess = useComputed(() => Math.max(0, length.value - LIMIT));

  const changed = (value: string): void => {
    keepDraft(place, value);
    if (parent === undefined) {
      chat.drafts.typed(place, value);
    }
    length.value = value.length;
    // Texts without a name, long ones above all, are not looked at again.
    naming.value = value.length < 5_000 && value.includes('@') ? value : '';
    blank.value = !/\S/.test(value);
  };
  const put = (value: string): void => {
    area.current!.value = value;
    area.current!.dispatchEvent(new Event('input', { bubbles: true }));
  };
  useEffect(() => {
    put(draftOf(place));
    if (!touch.matches) {
      area.current!.focus({ preventScroll: true });
    }
  }, [place]);
  const arrived = arrivedDraft.value;
  useEffect(() => {
    if (arrived?.channel === place && area.current!.value !== arrived.body) {
      put(arrived.body);
    }
  }, [arrived]);
  const inserted = insertion.value;
  // Not after the next paint: the key that follows would be typed elsewhere and lost.
  useLayoutEffect(() => {
    if (inserted?.place === place) {
      insertion.value = null;
      put(inserted.text + area.current!.value);
      area.current!.focus();
    }
  }, [inserted]);

  const addImages = async (files: readonly File[]): Promise<void> => {
    const problem = await uploads.add(files);
    if (problem) {
      notify(explain(problem), true);
    }
  };
  const dragging = useFileDrop(form, addImages);
  const images = uploads.list.value;
  const ready = images.every((image) => image.state === 'done') && (images.length > 0 || !blank.value);

  const send = (confirmed = false): void => {
    const { value } = area.current!;
    const attachments = uploads.finished();
    const empty = !/\S/.test(value) && images.length === 0;
    if (empty || value.length > LIMIT) {
      return;
    }
    if (attachments === null) {
      notify(t('image.wait'), true);
      return;
    }
    if (!confirmed && namesEveryone(value, chat.directory.byHandle)) {
      void askEveryone(chat, channel, () => send(true));
      return;
    }
    uploads.clear();
    chat.say(channel.id, blank.value ? '' : value, {
      attachments,
      ...(parent === undefined ? {} : { parent, alsoInChannel: also.value }),
    });
    also.value = false;
    chat.typing.sent(channel.id, parent);
    put('');
    area.current!.focus();
  };
  const label =
    parent === undefined ? t(isDm ? 'composer.label.dm' : 'composer.label', { name }) : t('thread.label');
  const placeholder =
    parent === undefined
      ? t(isDm ? 'composer.placeholder.dm' : 'composer.placeholder', { name })
      : t('thread.placeholder');
  return (
    <form
      ref={form}
      class={dragging.value ? 'composer dragging' : 'composer'}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <UploadList uploads={uploads} />
      {naming.value !== '' && (
        <OutsiderNote
          chat={chat}
          channel={channel}
          text={naming.value}
          onAdded={() => area.current!.focus()}
        />
      )}
      <div class={excess.value > 0 ? 'composer-frame over' : 'composer-frame'}>
        <input
          ref={picker}
          class="hidden"
          type="file"
          multiple
          accept={IMAGE_TYPES.join(',')}
          tabIndex={-1}
          aria-hidden="true"
          onChange={(event) => {
            void addImages([...event.currentTarget.files!]);
            event.currentTarget.value = '';
          }}
        />
        <button
          type="button"
          class="icon-button composer-tool first"
          aria-label={t('image.add')}
          title={t('image.add')}
          onClick={() => picker.current!.click()}
        >
          <Icon name="image" size={20} />
        </button>
        <Editor
          area={area}
          chat={chat}
          channel={channel.id}
          label={label}
          placeholder={dragging.value ? t('image.drop') : placeholder}
          describedBy={noteId}
          invalid={excess.value > 0}
          onInput={(value) => {
            changed(value);
            if (value !== '' && document.activeElement === area.current) {
              chat.typing.typed(channel.id, parent);
            }
          }}
          onPaste={(event) => {
            const { files, types } = event.clipboardData!;
            // Office programs add a picture of the text that was copied: the text is meant.
            if (files.length > 0 && !types.includes('text/plain')) {
              event.preventDefault();
              void addImages([...files]);
            }
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowUp' && area.current!.value === '' && editLast(chat, channel, parent)) {
              event.preventDefault();
            } else if (sendsMessage(event, touch.matches)) {
              event.preventDefault();
              send();
            }
          }}
        />
        <button
          type="button"
          class="icon-button composer-tool"
          aria-label={t('composer.emoji')}
          title={t('composer.emoji')}
          onClick={(event) =>
            openPopup(event.currentTarget, {
              kind: 'emoji',
              onPick: (emoji) => {
                const box = area.current!;
                box.setRangeText(emoji, box.selectionStart, box.selectionEnd, 'end');
                box.dispatchEvent(new Event('input', { bubbles: true }));
                box.focus();
              },
            })
          }
        >
          <Icon name="smile" size={20} />
        </button>
        <button
          type="submit"
          class="send-button"
          aria-label={t('composer.send')}
          title={t('composer.send')}
          disabled={!ready || excess.value > 0}
        >
          <Icon name="send" size={20} />
        </button>
      </div>
      {parent !== undefined && (
        <label class="also">
          <input
            type="checkbox"
            checked={also.value}
            onChange={(event) => (also.value = event.currentTarget.checked)}
          />
          {t('thread.also')}
        </label>
      )}
      <p class={excess.value > 0 ? 'composer-note over' : 'composer-note'} id={noteId}>
        <TypingLine chat={chat} channel={channel.id} {...(parent === undefined ? {} : { parent })} />
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
    return <span>{t('composer.tooLong', { count: excess, limit: LIMIT })}</span>;
  }
  if (length > LIMIT - WARN_LEFT) {
    return <span>{t('composer.left', { count: LIMIT - length })}</span>;
  }
  return <span class="composer-hint">{t('composer.hint')}</span>;
}

/** Lets me change my last message here; false if there is none that is loaded. */
function editLast(chat: Chat, channel: Channel, parent: number | undefined): boolean {
  const shown: readonly Message[] =
    parent === undefined
      ? all(chat.channels.state(channel.id).peek().timeline).slice(-50)
      : chat.threads.thread(channel.id, parent).peek().comments;
  const last = shown.findLast((message) => message.sender === chat.me.id && !message.deleted);
  if (last === undefined) {
    return false;
  }
  editing.value = keyOf(last);
  return true;
}

/** A channel with more members than this is not told as a whole without asking. */
const MANY = 50;

/** Sends at once in a small channel; in a large one asks first. */
async function askEveryone(chat: Chat, channel: Channel, send: () => void): Promise<void> {
  const isLarge = await chat.client.hasMoreMembers(channel.id, MANY).catch(() => false);
  if (!isLarge) {
    send();
    return;
  }
  dialog.value = {
    kind: 'confirm',
    title: t('mention.everyone.title'),
    text: t('mention.everyone.text', { count: MANY }),
    action: t('mention.everyone.send'),
    run: async () => send(),
  };
}
