import { useSignal } from '@preact/signals';
import type { Team } from '../../api/types';
import { longDayText, timeText } from '../../i18n/dates';
import type { Key } from '../../i18n/messages';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { Dialog } from '../parts/Dialog';
import { ProblemNote, useSubmit } from '../parts/form';
import { closeDialog } from './open';

const HOUR = 3_600_000;

/** How long something is to be quiet: a text's key, and milliseconds or for good. */
export const SPANS: readonly (readonly [Key, number | null])[] = [
  ['span.hour', HOUR],
  ['span.eightHours', 8 * HOUR],
  ['span.day', 24 * HOUR],
  ['span.week', 7 * 24 * HOUR],
  ['span.forever', null],
];

/** Mutes a team for me, for a while or for good. */
export function MuteDialog({ chat, team }: { chat: Chat; team: Team }) {
  const wanted = useSignal<number | null>(null);
  const { busy, problem, submit } = useSubmit(async () => {
    const until = wanted.value === null ? null : new Date(Date.now() + wanted.value).toISOString();
    await chat.muteTeam(team.id, !team.muted, team.muted ? null : until);
    closeDialog();
  });
  return (
    <Dialog title={t(team.muted ? 'team.unmute' : 'team.mute')} onClose={closeDialog}>
      {team.muted ? (
        <p>
          {team.mutedUntil
            ? t('team.muted.until', { time: `${longDayText(team.mutedUntil)} ${timeText(team.mutedUntil)}` })
            : t('team.muted')}
        </p>
      ) : (
        <>
          <p>{t('team.mute.text')}</p>
          <SpanChoice
            label={t('team.mute.howLong')}
            value={wanted.value}
            onChange={(ms) => (wanted.value = ms)}
          />
        </>
      )}
      <ProblemNote problem={problem.value} />
      <button type="button" class="button primary" disabled={busy} onClick={submit}>
        {t(team.muted ? 'team.unmute' : 'team.mute')}
      </button>
    </Dialog>
  );
}

interface SpanProps {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (ms: number | null) => void;
  /** What no end is called. */
  readonly forever?: Key;
}

export function SpanChoice({ label, value, onChange, forever = 'span.forever' }: SpanProps) {
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      <div class="choice-options">
        {SPANS.map(([key, ms]) => (
          <label key={key}>
            <input type="radio" name="span" checked={value === ms} onChange={() => onChange(ms)} />
            <span>{t(ms === null ? forever : key)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
