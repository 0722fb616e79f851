import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { setUndisturbed, undisturbed } from '../../store/ownStatus';
import { EmojiPopup } from '../emoji/EmojiPopup';
import { Dialog } from '../parts/Dialog';
import { Field, ProblemNote, Switch, useSubmit } from '../parts/form';
import { Icon } from '../parts/Icon';
import { SPANS, SpanChoice } from './MuteDialog';
import { closeDialog } from './open';

const TEXT_CHARACTERS = 80;

/** What others see beside my name, and whether I may be disturbed. */
export function StatusDialog({ chat }: { chat: Chat }) {
  const text = useSignal('');
  const emoji = useSignal<string | null>(null);
  const span = useSignal<number | null>(SPANS[2]![1]);
  const lastSeen = useSignal<boolean | null>(null);
  const picking = useSignal(false);
  const load = useSubmit(async () => {
    const status = await chat.client.status();
    // What was chosen before this came stays.
    text.value ||= status.text ?? '';
    emoji.value ??= status.emoji ?? null;
    lastSeen.value ??= status.lastSeen;
  });
  useEffect(() => void load.submit(), []);
  const save = (cleared: boolean) => async (): Promise<void> => {
    const isSet = !cleared && (text.value.trim() !== '' || emoji.value !== null);
    const until = isSet && span.value !== null ? new Date(Date.now() + span.value).toISOString() : null;
    await chat.client.setStatus({
      ...(lastSeen.value !== null ? { lastSeen: lastSeen.value } : {}),
      ...(isSet ? { text: text.value.trim() } : {}),
      ...(isSet && emoji.value ? { emoji: emoji.value } : {}),
      ...(until ? { until } : {}),
    });
    closeDialog();
  };
  const set = useSubmit(save(false));
  const clear = useSubmit(save(true));
  return (
    <Dialog title={t('status.title')} onClose={closeDialog}>
      <Switch
        label={t('status.dnd')}
        hint={t('status.dnd.hint')}
        checked={undisturbed.value !== null}
        onChange={(on) => setUndisturbed(on ? Infinity : null)}
      />
      <form class="form divided" onSubmit={set.submit}>
        <div class="status-line">
          <button
            type="button"
            class="emoji-button status-emoji"
            aria-label={t('emoji.pick')}
            aria-expanded={picking.value}
            onClick={() => (picking.value = !picking.value)}
          >
            {emoji.value ?? <Icon name="smile" size={22} />}
          </button>
          <Field
            label={t('status.text')}
            placeholder={t('status.text.example')}
            value={text}
            maxLength={TEXT_CHARACTERS}
            onInput={(event) => (text.value = event.currentTarget.value)}
            autocomplete="off"
          />
        </div>
        {picking.value && (
          <EmojiPopup
            label={t('emoji.pick')}
            onPick={(picked) => {
              emoji.value = picked;
              picking.value = false;
            }}
          />
        )}
        <SpanChoice
          label={t('status.until')}
          value={span.value}
          onChange={(ms) => (span.value = ms)}
          forever="status.forever"
        />
        <Switch
          label={t('status.lastSeen')}
          hint={t('status.lastSeen.hint')}
          checked={lastSeen.value ?? false}
          onChange={(on) => (lastSeen.value = on)}
        />
        <ProblemNote problem={load.problem.value ?? set.problem.value ?? clear.problem.value} />
        <div class="row-buttons">
          <button type="submit" class="button primary" disabled={set.busy}>
            {t('action.save')}
          </button>
          <button type="button" class="button" disabled={clear.busy} onClick={clear.submit}>
            {t('status.clear')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
