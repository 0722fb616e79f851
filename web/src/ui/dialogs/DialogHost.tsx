import type { Chat } from '../../store/chat';
import { AddTeamDialog } from './AddTeamDialog';
import { CreateChannelDialog } from './CreateChannelDialog';
import { InviteDialog } from './InviteDialog';
import { MembersDialog } from './MembersDialog';
import { NewDmDialog } from './NewDmDialog';
import { dialog } from './open';
import { SettingsDialog } from './SettingsDialog';

export function DialogHost({ chat }: { chat: Chat }) {
  const open = dialog.value;
  switch (open?.kind) {
    case undefined:
      return null;
    case 'add-team':
      return <AddTeamDialog chat={chat} />;
    case 'invite':
      return <InviteDialog chat={chat} team={open.team} />;
    case 'create-channel':
      return <CreateChannelDialog chat={chat} team={open.team} />;
    case 'new-dm':
      return <NewDmDialog chat={chat} />;
    case 'members':
      return <MembersDialog chat={chat} channel={open.channel} />;
    case 'settings':
      return <SettingsDialog chat={chat} />;
  }
}
