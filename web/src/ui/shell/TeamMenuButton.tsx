import type { Team } from '../../api/types';
import { t } from '../../i18n/i18n';
import { dialog } from '../dialogs/open';
import { Icon } from '../parts/Icon';
import { openPopup } from '../popup/open';

/** What can be done with the team that is shown. */
export function TeamMenuButton({ team }: { team: Team }) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={t('team.menu', { name: team.name })}
      title={t('team.menu', { name: team.name })}
      aria-haspopup="menu"
      onClick={(event) =>
        openPopup(event.currentTarget, {
          kind: 'menu',
          label: t('team.menu', { name: team.name }),
          items: [
            ...(team.role === 'guest'
              ? []
              : [
                  {
                    label: t('team.invite'),
                    icon: 'invite' as const,
                    onPick: () => (dialog.value = { kind: 'invite', team }),
                  },
                ]),
            {
              label: t('team.manage'),
              icon: 'people',
              onPick: () => (dialog.value = { kind: 'team', id: team.id }),
            },
            {
              label: t(team.muted ? 'team.unmute' : 'team.mute'),
              icon: 'mute',
              onPick: () => (dialog.value = { kind: 'mute', team }),
            },
          ],
        })
      }
    >
      <Icon name="more" />
    </button>
  );
}
