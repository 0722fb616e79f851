import { effect, signal } from '@preact/signals';
import { Client } from '../api/client';
import type { Channel, Head, Team, User } from '../api/types';
import { authorized } from '../session/authorized';
import { accessToken } from '../session/session';
import { Connection } from '../socket/connection';
import type { ChannelEvent, ServerFrame } from '../socket/frames';
import { unreadCount } from './channel';
import { Channels } from './channels';
import { setServerTime } from './clock';
import { Directory } from './directory';
import { Reading } from './reading';
import { Sending } from './sending';

/** Everything of one signed-in user: what is known, the connection, and what can be done. */
export class Chat {
  readonly client = new Client(authorized);
  readonly directory: Directory;
  readonly connection: Connection;
  readonly channels: Channels;
  readonly sending: Sending;
  private readonly reading: Reading;
  private running = true;

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
    this.channels = new Channels(this.client, (channel) => this.sending.seen(channel));
    this.sending = new Sending(me.id, this.connection, this.client, () => this.channels);
  }

  /** Whether this user is still signed in here. */
  get isRunning(): boolean {
    return this.running;
  }

  start(): void {
    this.connection.start();
  }

  stop(): void {
    this.running = false;
    this.reading.stop();
    this.channels.stop();
    this.connection.stop();
  }

  /** Marks everything up to ordinal `n` as read, here and on my other devices. */
  markRead(channel: string, n: number): void {
    if (n > this.channels.state(channel).peek().read) {
      this.channels.dispatch(channel, { type: 'read', n });
      this.reading.mark(channel, n);
    }
  }

  /** Unread messages of a channel, as a value that follows it. */
  unread(channel: string): number {
    return unreadCount(this.channels.state(channel).value);
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
        this.channels.retain(frame.channels.map((head) => head.id));
        frame.channels.forEach((head) => this.channels.dispatch(head.id, { type: 'head', head }));
        this.sending.flush();
        this.reading.flush();
        break;
      case 'event':
        this.changed(frame);
        break;
      case 'read':
        this.channels.dispatch(frame.channel, { type: 'read', n: frame.n });
        break;
      case 'ack':
      case 'nack':
        this.sending.answer(frame);
        break;
      case 'resync':
        this.resync(frame.channels);
        break;
      case 'bye':
      case 'pong':
        break;
    }
  }

  private changed(event: ChannelEvent): void {
    const { message, member } = event;
    this.channels.dispatch(event.channel, { type: 'event', event, me: this.me.id });
    if (message && message.sender !== this.me.id) {
      this.arrived.value = event;
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
