import type { Chat } from '../../store/chat';
import { AddTeamDialog } from './AddTeamDialog';
import { CreateChannelDialog } from './CreateChannelDialog';
import { CopyDialog } from './CopyDialog';
import { DeleteDialog } from './DeleteDialog';
import { MuteDialog } from './MuteDialog';
import { ShortcutsDialog } from './ShortcutsDialog';
import { SwitcherDialog } from './SwitcherDialog';
import { DevicesDialog } from './DevicesDialog';
import { NotificationsDialog } from './NotificationsDialog';
import { StatusDialog } from './StatusDialog';
import { ChannelDialog } from './ChannelDialog';
import { ConfirmDialog } from './ConfirmDialog';
import { TeamDialog } from './TeamDialog';
import { TransferDialog } from './TransferDialog';
import { InviteDialog } from './InviteDialog';
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
    case 'notifications':
      return <NotificationsDialog chat={chat} />;
    case 'devices':
      return <DevicesDialog chat={chat} />;
    case 'status':
      return <StatusDialog chat={chat} />;
    case 'team':
      return <TeamDialog chat={chat} id={open.id} />;
    case 'transfer':
      return <TransferDialog chat={chat} team={open.team} />;
    case 'channel':
      return <ChannelDialog chat={chat} id={open.id} />;
    case 'confirm':
      return <ConfirmDialog {...open} />;
    case 'switcher':
      return <SwitcherDialog chat={chat} />;
    case 'shortcuts':
      return <ShortcutsDialog />;
    case 'delete':
      return <DeleteDialog chat={chat} message={open.message} />;
    case 'copy':
      return <CopyDialog text={open.text} />;
    case 'mute':
      return <MuteDialog chat={chat} team={open.team} />;
    case 'settings':
      return <SettingsDialog chat={chat} />;
  }
}
