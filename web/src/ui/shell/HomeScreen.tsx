import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { CreateTeamForm, JoinTeamForm } from '../dialogs/TeamForms';
import { go } from '../route';
import { MenuButton } from './Drawer';
import { placesOf } from './place';

/** The first page: leads to the last team, or to a first one. */
export function HomeScreen({ chat }: { chat: Chat }) {
  const teams = chat.directory.teams.value;
  useEffect(() => {
    if (teams && teams.length > 0) {
      const last = placesOf(chat).team;
      go({ page: 'team', team: (teams.find((team) => team.id === last) ?? teams[0]!).id }, true);
    }
  }, [teams]);
  if (teams === null || teams.length > 0) {
    return <Waiting chat={chat} />;
  }
  return (
    <div class="page">
      <header class="page-head">
        <MenuButton chat={chat} />
      </header>
      <div class="welcome" data-start tabIndex={-1}>
        <h1>{t('home.title', { name: chat.me.name })}</h1>
        <p class="lead">{t('home.text')}</p>
        <div class="cards">
          <section class="card">
            <h2>{t('team.create')}</h2>
            <p class="hint">{t('team.create.hint')}</p>
            <CreateTeamForm chat={chat} />
          </section>
          <section class="card">
            <h2>{t('team.join')}</h2>
            <JoinTeamForm chat={chat} />
          </section>
        </div>
      </div>
    </div>
  );
}

export function Waiting({ chat }: { chat: Chat }) {
  return (
    <div class="page">
      <header class="page-head">
        <MenuButton chat={chat} />
      </header>
      <p class="center hint" role="status">
        {t('app.loading')}
      </p>
    </div>
  );
}
