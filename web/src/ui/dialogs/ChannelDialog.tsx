import { useSignal } from '@preact/signals';
import type { Channel, Notifications } from '../../api/types';
import { longDayText, timeText } from '../../i18n/dates';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Dialog } from '../parts/Dialog';
import { Field, ProblemNote, useSubmit } from '../parts/form';
import { nameOf } from '../parts/names';
import { SpanChoice } from './MuteDialog';
import { closeDialog, dialog } from './open';

const LEVELS = ['all', 'mentions', 'none'] as const;

/** What I am told of a channel, its name and topic, and its end. */
export function ChannelDialog({ chat, id }: { chat: Chat; id: string }) {
  const channel = chat.directory.find(id);
  if (!channel) {
    return null;
  }
  return (
    <Dialog title={nameOf(chat, channel)} onClose={closeDialog}>
      {channel.member !== false && <Level chat={chat} channel={channel} />}
      {channel.kind === 'channel' && <ChannelForm chat={chat} channel={channel} />}
    </Dialog>
  );
}

function Level({ chat, channel }: { chat: Chat; channel: Channel }) {
  const now: Notifications = channel.notifications ?? { level: 'all', until: null };
  const level = useSignal(now.level);
  const span = useSignal<number | null>(null);
  const { busy, problem, submit } = useSubmit(async () => {
    const until = span.value === null ? null : new Date(Date.now() + span.value).toISOString();
    await chat.setNotifications(channel.id, level.value, level.value === 'all' ? null : until);
    closeDialog();
  });
  return (
    <form class="form" onSubmit={submit}>
      <fieldset class="choice">
        <legend>{t('level.title')}</legend>
        <div class="choice-options">
          {LEVELS.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="level"
                checked={level.value === each}
                onChange={() => (level.value = each)}
              />
              <span>{t(`level.${each}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {now.until && (
        <p class="hint">{t('level.until', { time: `${longDayText(now.until)} ${timeText(now.until)}` })}</p>
      )}
      {level.value !== 'all' && (
        <SpanChoice label={t('team.mute.howLong')} value={span.value} onChange={(ms) => (span.value = ms)} />
      )}
      <ProblemNote problem={problem.value} />
      <button type="submit" class="button primary" disabled={busy}>
        {t('action.save')}
      </button>
    </form>
  );
}

function ChannelForm({ chat, channel }: { chat: Chat; channel: Channel }) {
  const team = chat.directory.teams.value?.find((other) => other.id === channel.team);
  const moderates = chat.moderates(channel);
  const mayTopic = channel.member !== false && team?.role !== 'guest' && !channel.archived;
  const name = useSignal(channel.name ?? '');
  const topic = useSignal(channel.topic ?? '');
  const { busy, problem, submit } = useSubmit(async () => {
    await chat.changeChannel(channel.id, {
      ...(name.value.trim() === channel.name ? {} : { name: name.value.trim() }),
      ...(topic.value.trim() === (channel.topic ?? '') ? {} : { topic: topic.value.trim() }),
    });
    closeDialog();
  });
  if (!moderates && !mayTopic) {
    return null;
  }
  const isFirst = team?.general === channel.id;
  return (
    <form class="form divided" onSubmit={submit}>
      {moderates && !channel.archived && (
        <Field
          label={t('channel.name')}
          value={name}
          onInput={(event) => (name.value = event.currentTarget.value)}
          autocomplete="off"
          required
        />
      )}
      {mayTopic && (
        <Field
          label={t('channel.topic')}
          hint={t('channel.topic.hint')}
          value={topic}
          maxLength={250}
          onInput={(event) => (topic.value = event.currentTarget.value)}
          autocomplete="off"
        />
      )}
      <ProblemNote problem={problem.value} />
      <div class="row-buttons">
        {!channel.archived && (
          <button type="submit" class="button primary" disabled={busy}>
            {t('action.save')}
          </button>
        )}
        {moderates && !isFirst && (
          <button
            type="button"
            class={channel.archived ? 'button' : 'button danger'}
            onClick={() =>
              (dialog.value = {
                kind: 'confirm',
                title: t(channel.archived ? 'channel.unarchive' : 'channel.archive'),
                text: t(channel.archived ? 'channel.unarchive.text' : 'channel.archive.text'),
                action: t(channel.archived ? 'channel.unarchive' : 'channel.archive'),
                run: () => chat.changeChannel(channel.id, { archived: !channel.archived }),
              })
            }
          >
            {t(channel.archived ? 'channel.unarchive' : 'channel.archive')}
          </button>
        )}
      </div>
    </form>
  );
}
