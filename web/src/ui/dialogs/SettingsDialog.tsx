import { t } from '../../i18n/i18n';
import { end } from '../../session/session';
import type { Chat } from '../../store/chat';
import { forgetDrafts } from '../../store/drafts';
import { type Settings, change, settings } from '../../store/settings';
import { Avatar } from '../parts/Avatar';
import { Dialog } from '../parts/Dialog';
import { attempt } from '../parts/notices';
import { Icon, type IconName } from '../parts/Icon';
import { closeDialog, dialog } from './open';

export function SettingsDialog({ chat }: { chat: Chat }) {
  return (
    <Dialog title={t('settings.title')} onClose={closeDialog}>
      <div class="person">
        <Avatar id={chat.me.id} name={chat.me.name} />
        <div>
          <strong>{chat.me.name}</strong>
          <p class="hint">@{chat.me.handle}</p>
        </div>
      </div>
      <Choice
        chat={chat}
        name="theme"
        label={t('settings.theme')}
        options={{
          system: t('settings.theme.system'),
          light: t('settings.theme.light'),
          dark: t('settings.theme.dark'),
        }}
      />
      <Choice
        chat={chat}
        name="language"
        label={t('settings.language')}
        options={{ system: t('settings.language.system'), en: 'English', ko: '한국어' }}
      />
      <div class="row-buttons">
        <OpenButton kind="notifications" icon="bell" label={t('notifications.title')} />
        <OpenButton kind="devices" icon="devices" label={t('devices.title')} />
        <OpenButton kind="shortcuts" icon="keyboard" label={t('keys.title')} />
      </div>
      <button type="button" class="button" onClick={() => logOut(chat)}>
        <Icon name="logOut" />
        {t('auth.logOut')}
      </button>
    </Dialog>
  );
}

interface OpenProps {
  readonly kind: 'notifications' | 'devices' | 'shortcuts';
  readonly icon: IconName;
  readonly label: string;
}

function OpenButton({ kind, icon, label }: OpenProps) {
  return (
    <button type="button" class="button" onClick={() => (dialog.value = { kind })}>
      <Icon name={icon} />
      {label}
    </button>
  );
}

interface ChoiceProps<K extends keyof Settings> {
  readonly chat: Chat;
  readonly name: K;
  readonly label: string;
  readonly options: Record<Settings[K], string>;
}

/** Something that holds on all my devices. */
function Choice<K extends keyof Settings>({ chat, name, label, options }: ChoiceProps<K>) {
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      <div class="choice-options">
        {(Object.entries(options) as [Settings[K], string][]).map(([value, text]) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              checked={settings.value[name] === value}
              onChange={() => {
                change({ [name]: value });
                const chosen = value === 'system' ? null : value;
                void attempt(() => chat.client.changeSettings({ [name]: chosen }));
              }}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** The device forgets the session even if the server cannot be told. */
async function logOut(chat: Chat): Promise<void> {
  closeDialog();
  forgetDrafts();
  chat.sending.forget();
  try {
    await chat.client.logOut();
  } catch {
    // The session then ends on the server when its refresh token expires.
  }
  end(false);
}
