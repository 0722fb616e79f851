import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Client } from '../api/client';
import type { Channel, Team, User } from '../api/types';

/** Requests for single people under way at once. */
const LOOKUPS = 4;

/** The teams, channels and people that this user may see, as far as they were asked for. */
export class Directory {
  /** `null` until the first answer. */
  readonly teams = signal<readonly Team[] | null>(null);
  readonly dms = signal<readonly Channel[] | null>(null);

  /** One signal for all: whoever looked for a channel in vain is told when a team's channels come. */
  private readonly channelsByTeam = signal<ReadonlyMap<string, readonly Channel[]>>(new Map());
  private readonly people = new Map<string, Signal<User | null>>();
  private readonly handles = new Map<string, User>();
  private readonly asked = new Set<string>();
  private readonly queue: string[] = [];
  private running = 0;

  constructor(
    private readonly client: Client,
    private readonly me: User,
  ) {
    this.learn([me]);
  }

  /** The channels of a team, or null until they were loaded; components that ask follow the answer. */
  channelsOf(team: string): readonly Channel[] | null {
    return this.channelsByTeam.value.get(team) ?? null;
  }

  /** A channel of any team seen so far, or a direct message. */
  find(channel: string): Channel | undefined {
    const dm = this.dms.value?.find((other) => other.id === channel);
    if (dm) {
      return dm;
    }
    for (const channels of this.channelsByTeam.value.values()) {
      const found = channels.find((other) => other.id === channel);
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  /** Somebody by id; asks the server once if unknown. */
  person(id: string): ReadonlySignal<User | null> {
    const known = this.personSignal(id);
    if (known.peek() === null && !this.asked.has(id)) {
      this.asked.add(id);
      this.queue.push(id);
      this.lookUp();
    }
    return known;
  }

  /** Somebody seen before, by handle in lower case. */
  readonly byHandle = (handle: string): User | undefined => this.handles.get(handle);

  /** Everybody seen so far. */
  everybody(): readonly User[] {
    return [...this.handles.values()];
  }

  /** The others of a direct message, or me alone when there is nobody else. */
  othersOf(dm: Channel): readonly User[] {
    const others = (dm.users ?? []).filter((user) => user.id !== this.me.id);
    return others.length > 0 ? others : [this.me];
  }

  learn(users: Iterable<User>): void {
    for (const user of users) {
      const known = this.personSignal(user.id);
      if (known.peek()?.name !== user.name) {
        known.value = { id: user.id, handle: user.handle, name: user.name };
        this.handles.set(user.handle.toLowerCase(), known.value);
      }
    }
  }

  async loadTeams(): Promise<readonly Team[]> {
    return (this.teams.value = await this.client.teams());
  }

  async loadChannels(team: string): Promise<readonly Channel[]> {
    const channels = await this.client.channels(team);
    channels.sort((a, b) => (a.name ?? '').localeCompare(b.name ?? ''));
    this.setChannels(team, channels);
    return channels;
  }

  async loadDms(): Promise<readonly Channel[]> {
    const dms = await this.client.dms();
    this.learn(dms.flatMap((dm) => dm.users ?? []));
    return (this.dms.value = dms);
  }

  /** A channel as the server has it now goes into its list. */
  async loadChannel(id: string): Promise<Channel> {
    const channel = await this.client.channel(id);
    this.put(channel);
    return channel;
  }

  put(channel: Channel): void {
    if (channel.kind === 'dm') {
      this.learn(channel.users ?? []);
      this.dms.value = replaced(this.dms.peek() ?? [], channel);
    } else if (channel.team) {
      const channels = this.channelsByTeam.peek().get(channel.team) ?? [];
      this.setChannels(channel.team, replaced(channels, channel));
    }
  }

  /** Something of a channel that is known is different now. */
  change(id: string, change: Partial<Channel>): void {
    const channel = this.find(id);
    if (channel) {
      this.put({ ...channel, ...change });
    }
  }

  putTeam(team: Team): void {
    const teams = this.teams.peek() ?? [];
    const at = teams.findIndex((other) => other.id === team.id);
    this.teams.value = at < 0 ? [...teams, team] : teams.with(at, team);
  }

  private setChannels(team: string, channels: readonly Channel[]): void {
    this.channelsByTeam.value = new Map(this.channelsByTeam.peek()).set(team, channels);
  }

  private personSignal(id: string): Signal<User | null> {
    return getOrCreate(this.people, id, () => signal(null));
  }

  private lookUp(): void {
    while (this.running < LOOKUPS && this.queue.length > 0) {
      const id = this.queue.shift()!;
      this.running++;
      this.client
        .user(id)
        .then((user) => this.learn([user]))
        // Somebody I may not see (any more) stays without a name; a passing failure may be asked again.
        .catch((problem) => problem.passing && this.asked.delete(id))
        .finally(() => {
          this.running--;
          this.lookUp();
        });
    }
  }
}

function replaced(channels: readonly Channel[], channel: Channel): readonly Channel[] {
  const at = channels.findIndex((other) => other.id === channel.id);
  return at < 0 ? [...channels, channel] : channels.with(at, { ...channels[at]!, ...channel });
}

function getOrCreate<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = create();
    map.set(key, value);
  }
  return value;
}
