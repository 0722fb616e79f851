import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import type { Chat } from '../../store/chat';
import { ProblemNote, useSubmit } from '../parts/form';
import { go } from '../route';
import { MenuButton } from './Drawer';

/** Accepts the invite of the URL and goes to its team. */
export function InviteScreen({ chat, code }: { chat: Chat; code: string }) {
  const { problem, submit } = useSubmit(async () => {
    const team = await chat.acceptInvite(code);
    go({ page: 'team', team: team.id }, true);
  });
  useEffect(() => void submit(), [code]);
  return (
    <div class="page">
      <header class="page-head">
        <MenuButton chat={chat} />
      </header>
      <div class="empty">
        <ProblemNote
          problem={problem.value}
          {...(problem.value?.status === 404 ? { text: t('invite.gone') } : {})}
        />
        {problem.value ? (
          <>
            {problem.value.passing && (
              <button type="button" class="button primary" onClick={submit}>
                {t('messages.retry')}
              </button>
            )}
            <a class="button" href="#/">
              {t('home.back')}
            </a>
          </>
        ) : (
          <p role="status">{t('team.joining')}</p>
        )}
      </div>
    </div>
  );
}
