import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Invite, Role, Team } from '../../api/types';
import { longDayText } from '../../i18n/dates';
import type { Key } from '../../i18n/messages';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { isAdmin } from '../../store/roles';
import { CopyField } from '../parts/CopyField';
import { Dialog } from '../parts/Dialog';
import { ProblemNote, Select, useSubmit } from '../parts/form';
import { attempt } from '../parts/notices';
import { hrefOf } from '../route';
import { closeDialog } from './open';

const DAY = 86_400;
const TIMES: readonly (readonly [Key, number])[] = [
  ['span.hour', 3_600],
  ['span.day', DAY],
  ['span.week', 7 * DAY],
  ['span.month', 30 * DAY],
];
const USES = [1, 10, 100, 1_000] as const;

/** Makes links that lead into a team, and takes them back. */
export function InviteDialog({ chat, team }: { chat: Chat; team: Team }) {
  const seconds = useSignal(7 * DAY);
  const uses = useSignal<number>(1_000);
  const role = useSignal<'member' | 'guest'>('member');
  const channels = useSignal<readonly string[]>([]);
  const made = useSignal<Invite | null>(null);
  const { busy, problem, submit } = useSubmit(async () => {
    made.value = await chat.client.invite(team.id, {
      expiresInSeconds: seconds.value,
      uses: uses.value,
      ...(role.value === 'guest' ? { role: role.value, channels: channels.value } : {}),
    });
  });
  useEffect(() => {
    // What most want at once: a link for members that holds for a week.
    void submit();
  }, [team.id]);
  const changed = (change: () => void): void => {
    change();
    made.value = null;
  };
  const guest = role.value === 'guest';
  return (
    <Dialog title={t('team.invite')} onClose={closeDialog}>
      <p>{t('team.invite.hint', { team: team.name })}</p>
      <div class="form">
        <div class="selects">
          <Select
            label={t('invite.expires')}
            value={String(seconds.value)}
            options={TIMES.map(([key, value]) => [String(value), t(key)])}
            onChange={(value) => changed(() => (seconds.value = Number(value)))}
          />
          <Select
            label={t('invite.uses')}
            value={String(uses.value)}
            options={USES.map((n) => [String(n), t('invite.uses.count', { count: n })])}
            onChange={(value) => changed(() => (uses.value = Number(value)))}
          />
          {isAdmin(team.role) && (
            <Select
              label={t('invite.role')}
              value={role.value}
              options={[
                ['member', t('role.member')],
                ['guest', t('role.guest')],
              ]}
              onChange={(value) => changed(() => (role.value = value as 'member' | 'guest'))}
            />
          )}
        </div>
        {guest && (
          <GuestChannels
            chat={chat}
            team={team}
            chosen={channels.value}
            onChange={(ids) => changed(() => (channels.value = ids))}
          />
        )}
        {made.value ? (
          <CopyField
            label={t('team.invite.link')}
            value={linkOf(made.value)}
            hint={t('team.invite.expires', { date: longDayText(made.value.expires) })}
          />
        ) : busy.value ? (
          <p class="hint">{t('team.invite.making')}</p>
        ) : (
          <button
            type="button"
            class="button primary"
            disabled={guest && channels.value.length === 0}
            onClick={submit}
          >
            {t('invite.make')}
          </button>
        )}
        <ProblemNote problem={problem.value} />
      </div>
      {team.open && <CopyField label={t('team.id')} value={team.id} hint={t('team.id.hint')} />}
      <Invites chat={chat} team={team} version={made.value?.code} />
    </Dialog>
  );
}

interface GuestProps {
  readonly chat: Chat;
  readonly team: Team;
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

/** A guest sees only the channels that they are put into. */
function GuestChannels({ chat, team, chosen, onChange }: GuestProps) {
  const mine = (chat.directory.channelsOf(team.id) ?? []).filter((channel) => channel.member);
  return (
    <fieldset class="choice">
      <legend>{t('invite.channels')}</legend>
      <div class="choice-options">
        {mine.map((channel) => (
          <label key={channel.id}>
            <input
              type="checkbox"
              checked={chosen.includes(channel.id)}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked
                    ? [...chosen, channel.id]
                    : chosen.filter((id) => id !== channel.id),
                )
              }
            />
            <span>{channel.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** The links that still work; whoever made one, or an admin, ends it. */
function Invites({ chat, team, version }: { chat: Chat; team: Team; version: string | undefined }) {
  const invites = useSignal<readonly Invite[]>([]);
  const load = useSubmit(async () => {
    invites.value = await chat.client.invites(team.id);
  });
  useEffect(() => void load.submit(), [version]);
  if (invites.value.length === 0) {
    return null;
  }
  return (
    <section class="divided">
      <h3>{t('invite.list')}</h3>
      <ul class="devices">
        {invites.value.map((invite) => (
          <li key={invite.code}>
            <div>
              <strong>{roleText(invite.role)}</strong>
              <p class="hint">
                {t('team.invite.expires', { date: longDayText(invite.expires) })}
                {invite.usesLeft == null ? '' : ` · ${t('invite.usesLeft', { count: invite.usesLeft })}`}
              </p>
            </div>
            <button
              type="button"
              class="button danger small"
              onClick={() =>
                attempt(async () => {
                  await chat.client.revokeInvite(team.id, invite.code);
                  await load.submit();
                })
              }
            >
              {t('invite.revoke')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function roleText(role: Role | undefined): string {
  return t(`role.${role ?? 'member'}`);
}

function linkOf(invite: Invite): string {
  return `${location.origin}/${hrefOf({ page: 'invite', code: invite.code })}`;
}
