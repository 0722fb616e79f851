import { effect, signal } from '@preact/signals';
import { Client } from '../api/client';
import { Problem } from '../api/problem';
import type { Attachment, Channel, Head, Message, Notifications, Team, User } from '../api/types';
import { authorized } from '../session/authorized';
import { accessToken } from '../session/session';
import { Connection } from '../socket/connection';
import type { ChannelEvent, ServerFrame } from '../socket/frames';
import { type Attention, NO_ATTENTION, attention } from './attention';
import { unreadCount } from './channel';
import { Channels } from './channels';
import { serverNow, setServerTime } from './clock';
import { Directory } from './directory';
import { DraftSync } from './draftSync';
import { OwnStatus } from './ownStatus';
import { PresenceStore } from './presence';
import { Push } from './push';
import { Reading } from './reading';
import { Sending } from './sending';
import { mentionedIn } from './mentions';
import { adopt } from './settings';
import { Threads } from './threads';
import { threadsNaming } from './threadsNaming';
import { Typing } from './typing';
import { uuidv7 } from './uuidv7';

/** Comments come in bursts: what they do to the threads is asked for once. */
const THREADS_PAUSE_MS = 1_000;

/** The server takes so many read positions at once. */
const READS = 200;

/** What goes with a text that is sent. */
export interface Said {
  readonly parent?: number;
  readonly alsoInChannel?: boolean;
  readonly attachments?: readonly Attachment[];
}

/** Everything of one signed-in user: what is known, the connection, and what can be done. */
export class Chat {
  readonly client = new Client(authorized);
  readonly directory: Directory;
  readonly connection: Connection;
  readonly channels: Channels;
  readonly sending: Sending;
  readonly threads: Threads;
  readonly presence = new PresenceStore((users) => this.connection.send({ t: 'watch', users }));
  private readonly ownStatus = new OwnStatus((status) => this.connection.send({ t: 'status', status }));
  readonly push = new Push(this.client);
  readonly drafts = new DraftSync(this.client);
  readonly typing = new Typing((channel, parent) => {
    this.connection.send({ t: 'typing', channel, ...(parent === undefined ? {} : { parent }) });
  });
  private readonly reading: Reading;
  private running = true;
  private threadTimer: ReturnType<typeof setTimeout> | undefined;

  /** Each of these counts up when what it names has changed somewhere. */
  readonly mentioned = signal(0);
  readonly pinned = signal(0);
  readonly threadChanges = signal(0);
  readonly memberChanges = signal(0);
  /** Threads that I follow and that have comments which I have not read, as far as the first page tells. */
  readonly unreadThreads = signal(0);
  readonly teamChanges = signal(0);

  /** The last message that somebody else wrote, for those who announce it. */
  readonly arrived = signal<ChannelEvent | null>(null);

  constructor(readonly me: User) {
    this.directory = new Directory(this.client, me);
    this.connection = new Connection(socketUrl(), {
      token: accessToken,
      frame: (frame) => this.receive(frame),
      lost: () => this.sending.disconnected(),
    });
    this.reading = new Reading((channel, n) =>
      this.connection.send({ t: 'read', ref: `read ${channel}`, channel, n }),
    );
    this.threads = new Threads(this.client, me.id);
    this.channels = new Channels(
      this.client,
      me.id,
      (channel) => this.sending.seen(channel),
      (channel, messages) => this.caughtUp(channel, messages),
    );
    this.sending = new Sending(me.id, this.connection, this.client, () => this.channels);
  }

  /** Whether this user is still signed in here. */
  get isRunning(): boolean {
    return this.running;
  }

  start(): void {
    this.connection.start();
    this.ownStatus.start();
    this.push.start().catch(() => undefined);
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.threadTimer);
    this.reading.stop();
    this.drafts.stop();
    this.presence.stop();
    this.ownStatus.stop();
    this.channels.stop();
    this.connection.stop();
  }

  /** Marks everything up to ordinal `n` as read, here and on my other devices. */
  markRead(channel: string, n: number): void {
    const { read, unreadFrom } = this.channels.state(channel).peek();
    if (n > read || unreadFrom !== null) {
      this.channels.dispatch(channel, { type: 'read', n });
      this.reading.mark(channel, n);
    }
  }

  /** Marks a thread as read up to the comment `seq`, here and on my other devices. */
  async readThread(channel: string, parent: number, seq: number): Promise<void> {
    this.threadRead(channel, parent, seq);
    await this.client.readThread(channel, parent, seq);
  }

  private threadRead(channel: string, parent: number, seq: number): void {
    const naming = this.threads.read(channel, parent, seq);
    this.channels.dispatch(channel, { type: 'thread-read', parent, seq, naming });
  }

  /** Leaves everything from ordinal `n` on unread, here and on my other devices. */
  async markUnread(channel: string, n: number): Promise<void> {
    await this.client.markUnread(channel, n);
    this.channels.dispatch(channel, { type: 'unread', n });
  }

  /** Follows a thread, or does no longer. */
  async follow(channel: string, parent: number, on: boolean): Promise<void> {
    await this.client.follow(channel, parent, on);
    this.threads.following(channel, parent).value = on;
  }

  /** Sends a message, or a comment on `parent`. */
  say(channel: string, body: string, extras: Said = {}): void {
    this.sending.add(channel, body, { ...extras, mentions: mentionedIn(body, this.directory.byHandle) });
    // Whoever writes wants to hear the answer.
    this.push.welcome();
  }

  /** Gives a message of mine another text. Rejects with `conflict` if that happened elsewhere meanwhile. */
  async edit(message: Message, body: string): Promise<void> {
    const { channel, seq, rev } = message;
    const mentions = mentionedIn(body, this.directory.byHandle);
    await this.client.edit(channel, seq, { op: uuidv7(serverNow()), rev, body, mentions });
  }

  /** Whether I may delete what others wrote in a channel: its admins and owner may, and those of its team. */
  moderates(channel: Channel): boolean {
    const team = this.directory.teams.value?.find((other) => other.id === channel.team);
    return [channel.role, team?.role].some((role) => role === 'owner' || role === 'admin');
  }

  /** How much a channel calls for me, as a value that follows it. */
  attention(id: string): Attention {
    const state = this.channels.state(id).value;
    if (unreadCount(state) === 0 && state.mentions.length === 0) {
      return NO_ATTENTION; // Most channels, most of the time: spares looking them up.
    }
    const channel = this.directory.find(id);
    const team = this.directory.teams.value?.find((other) => other.id === channel?.team);
    return attention(state, channel?.notifications, team, serverNow());
  }

  async createTeam(name: string, open: boolean): Promise<Team> {
    return this.entered(await this.client.createTeam(name, open));
  }

  async joinTeam(id: string): Promise<Team> {
    return this.entered(await this.client.joinTeam(id));
  }

  async acceptInvite(code: string): Promise<Team> {
    return this.entered(await this.client.acceptInvite(code));
  }

  async createChannel(team: string, name: string, isPrivate: boolean): Promise<Channel> {
    const channel = { ...(await this.client.createChannel(team, name, isPrivate)), member: true };
    this.directory.put(channel);
    return channel;
  }

  async joinChannel(id: string): Promise<void> {
    await this.client.joinChannel(id);
    await this.directory.loadChannel(id);
  }

  async leaveChannel(channel: Channel): Promise<void> {
    await this.client.removeMember(channel.id, this.me.id);
    if (channel.team) {
      await this.directory.loadChannels(channel.team);
    }
  }

  async changeTeam(id: string, change: { name?: string; open?: boolean }): Promise<void> {
    this.directory.putTeam(await this.client.changeTeam(id, change));
  }

  async changeChannel(
    id: string,
    change: { name?: string; topic?: string; archived?: boolean },
  ): Promise<void> {
    this.directory.put(await this.client.changeChannel(id, change));
  }

  async setNotifications(id: string, level: Notifications['level'], until: string | null): Promise<void> {
    const notifications = await this.client.setNotifications(id, level, until);
    this.directory.change(id, { notifications });
  }

  /** Everything that I have not read is read, mentions in threads too, here and on my other devices. */
  async markAllRead(): Promise<void> {
    const states = this.channels.ids.value
      .map((id) => this.channels.state(id).peek())
      .filter((state) => unreadCount(state) > 0 || state.mentions.length > 0);
    // Looked for first: what was read says no more that it was unread.
    const threads = await threadsNaming(this.me.id, states, this.client.mentions);
    const positions = states.map(({ id, n }) => ({ channel: id, n }));
    for (let at = 0; at < positions.length; at += READS) {
      await this.client.markAllRead(positions.slice(at, at + READS));
    }
    positions.forEach(({ channel, n }) => this.channels.dispatch(channel, { type: 'read', n }));
    for (const { channel, parent, seq } of threads) {
      await this.readThread(channel, parent, seq).catch((problem: unknown) => {
        if (Problem.from(problem).passing) {
          throw problem;
        }
      });
    }
    states.forEach(({ id, target }) => this.channels.dispatch(id, { type: 'threads-read', seq: target }));
  }

  private async teamChanged(team: string, own: boolean): Promise<void> {
    try {
      await this.directory.loadTeams();
      if (own) {
        await this.directory.loadChannels(team);
      }
    } catch {
      // The lists are loaded again after the next break.
    }
    this.teamChanges.value++;
  }

  async muteTeam(id: string, muted: boolean, until: string | null): Promise<void> {
    this.directory.putTeam(await this.client.muteTeam(id, muted, until));
  }

  async openDm(users: readonly User[]): Promise<Channel> {
    const answer = await this.client.openDm(users.map((user) => user.id));
    const channel = { ...answer, users: answer.users ?? [this.me, ...users] };
    this.directory.put(channel);
    return channel;
  }

  private async entered(team: Team): Promise<Team> {
    this.directory.putTeam(team);
    await this.directory.loadChannels(team.id);
    return team;
  }

  private receive(frame: ServerFrame): void {
    switch (frame.t) {
      case 'ready':
        setServerTime(frame.time);
        this.threads.connected();
        this.channels.retain(frame.channels.map((head) => head.id));
        frame.channels.forEach((head) => this.channels.dispatch(head.id, { type: 'head', head }));
        this.sending.flush();
        this.reading.flush();
        this.client.me().then(
          (me) => adopt(me.settings),
          () => undefined,
        );
        this.presence.connected();
        this.ownStatus.connected();
        this.threadChanged();
        this.drafts.load().catch(() => undefined);
        break;
      case 'event':
        this.changed(frame);
        break;
      case 'read':
        this.channels.dispatch(frame.channel, {
          type: 'read',
          n: frame.n,
          unreadFrom: frame.unreadFrom ?? null,
        });
        break;
      case 'ack':
      case 'nack':
        this.sending.answer(frame);
        break;
      case 'resync':
        this.resync(frame.channels);
        break;
      case 'typing':
        if (frame.user !== this.me.id) {
          this.typing.heard(frame.channel, frame.user, frame.parent);
        }
        break;
      case 'team':
        void this.teamChanged(frame.team, frame.change === 'own');
        break;
      case 'notifications':
        this.directory.change(frame.channel, {
          notifications: { level: frame.level, until: frame.until ?? null },
        });
        break;
      case 'settings':
        adopt(frame.settings);
        break;
      case 'presence':
        this.presence.frame(frame);
        break;
      case 'draft':
        this.drafts.changed(frame.channel).catch(() => undefined);
        break;
      case 'thread':
        if (frame.following !== undefined) {
          this.threads.following(frame.channel, frame.message).value = frame.following;
        }
        if (frame.read !== undefined) {
          this.threadRead(frame.channel, frame.message, frame.read);
        }
        this.threadChanged();
        break;
      case 'bye':
      case 'pong':
        break;
    }
  }

  private changed(event: ChannelEvent): void {
    const { message, member } = event;
    this.channels.dispatch(event.channel, { type: 'event', event });
    this.threads.event(event);
    this.count(event);
    if (message && event.kind === 'message') {
      this.typing.stopped(event.channel, message.sender, message.parent);
      if (message.sender === this.me.id) {
        this.arrivedOwn([message]);
      } else {
        this.arrived.value = event;
      }
    }
    if (event.change) {
      this.directory.change(event.channel, event.change);
    }
    const added = member?.added.some((other) => other.user === this.me.id) ?? false;
    const removed = member?.removed.includes(this.me.id) ?? false;
    if (added) {
      // What was written before I came is not unread, on my other devices neither.
      this.reading.mark(event.channel, event.n);
    }
    if (removed) {
      this.channels.dispatch(event.channel, { type: 'left' });
    }
    if (added || removed || (message && this.directory.find(event.channel) === undefined)) {
      void this.reloadAround(event.channel, removed);
    }
  }

  private threadChanged(): void {
    this.threadChanges.value++;
    clearTimeout(this.threadTimer);
    this.threadTimer = setTimeout(() => {
      this.client.threads(null).then(
        ({ items }) => (this.unreadThreads.value = items.filter(({ unread }) => unread > 0).length),
        () => undefined,
      );
    }, THREADS_PAUSE_MS);
  }

  private count({ kind, message, member }: ChannelEvent): void {
    if (kind === 'pinned' || kind === 'unpinned') {
      this.pinned.value++;
    }
    if (member) {
      this.memberChanges.value++;
    }
    if (message?.parent != null) {
      this.threadChanged();
    }
    if (message?.mentions?.some((id) => id === this.me.id || id.startsWith('@'))) {
      this.mentioned.value++;
    }
  }

  private caughtUp(channel: string, messages: readonly Message[]): void {
    this.threads.merge(channel, messages);
    this.arrivedOwn(messages);
  }

  /** A comment is in no timeline that would show that it has arrived. */
  private arrivedOwn(messages: readonly Message[]): void {
    for (const { sender, n, id } of messages) {
      if (sender === this.me.id && n == null) {
        this.sending.arrived(id);
      }
    }
  }

  /** I was put into a channel or taken out of it, or write to me in one that I have not heard of. */
  private async reloadAround(channel: string, removed: boolean): Promise<void> {
    const team = this.directory.find(channel)?.team;
    try {
      if (removed && team) {
        await this.directory.loadChannels(team);
        return;
      }
      const found = await this.directory.loadChannel(channel);
      if (found.team && !this.directory.teams.peek()?.some((other) => other.id === found.team)) {
        await this.directory.loadTeams();
      }
    } catch {
      // The lists are loaded again whenever their team is opened.
    }
  }

  /** Events of these channels were dropped: all that changed in them is asked for. */
  private resync(channels: readonly (string | Head)[]): void {
    for (const channel of channels) {
      if (typeof channel === 'string') {
        this.channels.dispatch(channel, { type: 'suspect' });
      } else {
        this.channels.dispatch(channel.id, { type: 'head', head: channel });
        this.channels.dispatch(channel.id, { type: 'suspect' });
      }
    }
  }
}

function socketUrl(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`;
}

/** Runs `task` with the chat of whoever is signed in, anew whenever that changes. */
export function whileSignedIn(
  user: { readonly value: User | null },
  task: (chat: Chat | null) => void,
): void {
  effect(() => {
    const me = user.value;
    const chat = me === null ? null : new Chat(me);
    task(chat);
    chat?.start();
    return () => chat?.stop();
  });
}
