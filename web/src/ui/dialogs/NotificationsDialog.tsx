import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { QuietHours } from '../../api/types';
import { weekdayText } from '../../i18n/dates';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Dialog } from '../parts/Dialog';
import { ProblemNote, Switch, useSubmit } from '../parts/form';
import { notify } from '../parts/notices';
import { closeDialog } from './open';

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** What this device and this user are told about, and when not. */
export function NotificationsDialog({ chat }: { chat: Chat }) {
  return (
    <Dialog title={t('notifications.title')} onClose={closeDialog}>
      <ThisDevice chat={chat} />
      <Quiet chat={chat} />
    </Dialog>
  );
}

function ThisDevice({ chat }: { chat: Chat }) {
  const { state } = chat.push;
  const toggle = useSubmit(() => (state.value === 'on' ? chat.push.disable() : chat.push.enable()));
  const test = useSubmit(async () => {
    await chat.push.test();
    notify(t('push.test.sent'));
  });
  return (
    <section>
      <h3>{t('push.device')}</h3>
      <p class="hint">{t(`push.state.${state.value}`)}</p>
      <ProblemNote problem={toggle.problem.value ?? test.problem.value} />
      <div class="row-buttons">
        {(state.value === 'off' || state.value === 'on') && (
          <button type="button" class="button" disabled={toggle.busy} onClick={toggle.submit}>
            {t(state.value === 'on' ? 'push.disable' : 'push.enable')}
          </button>
        )}
        {state.value === 'on' && (
          <button type="button" class="button" disabled={test.busy} onClick={test.submit}>
            {t('push.test')}
          </button>
        )}
      </div>
    </section>
  );
}

/** Hours in which no device of mine makes a sound. */
function Quiet({ chat }: { chat: Chat }) {
  const hours = useSignal<QuietHours | null>(null);
  const saved = useSignal(false);
  const load = useSubmit(async () => {
    hours.value = (await chat.client.me()).settings?.quietHours ?? null;
  });
  useEffect(() => void load.submit(), []);
  const save = useSubmit(async () => {
    await chat.client.changeSettings({ quietHours: hours.value });
    saved.value = true;
  });
  const change = (change: Partial<QuietHours>): void => {
    saved.value = false;
    hours.value = { ...(hours.value ?? usual()), ...change };
  };
  return (
    <section class="divided form">
      <Switch
        label={t('quiet.title')}
        hint={t('quiet.hint')}
        checked={hours.value !== null}
        onChange={(on) => {
          saved.value = false;
          hours.value = on ? usual() : null;
        }}
      />
      {hours.value && (
        <>
          <div class="quiet-times">
            <label>
              {t('quiet.from')}
              <input
                type="time"
                required
                value={hours.value.from}
                onInput={(event) => change({ from: event.currentTarget.value })}
              />
            </label>
            <label>
              {t('quiet.to')}
              <input
                type="time"
                required
                value={hours.value.to}
                onInput={(event) => change({ to: event.currentTarget.value })}
              />
            </label>
          </div>
          <fieldset class="choice days">
            <legend>{t('quiet.days')}</legend>
            <div class="choice-options">
              {DAYS.map((day) => (
                <label key={day}>
                  <input
                    type="checkbox"
                    checked={hours.value!.days.includes(day)}
                    onChange={(event) =>
                      change({ days: withDay(hours.value!.days, day, event.currentTarget.checked) })
                    }
                  />
                  <span>{weekdayText(day)}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <p class="hint">{t('quiet.zone', { zone: hours.value.zone })}</p>
        </>
      )}
      <ProblemNote problem={load.problem.value ?? save.problem.value} />
      <button
        type="button"
        class="button primary"
        disabled={save.busy.value || saved.value}
        onClick={save.submit}
      >
        {t(saved.value ? 'action.saved' : 'action.save')}
      </button>
    </section>
  );
}

function usual(): QuietHours {
  return {
    from: '22:00',
    to: '07:00',
    days: [...DAYS],
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

function withDay(days: readonly number[], day: number, on: boolean): readonly number[] {
  return on ? [...days, day].sort((a, b) => a - b) : days.filter((other) => other !== day);
}
