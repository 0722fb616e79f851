package chat.channel;

import chat.channel.Summaries.Head;
import chat.id.IdTable;
import chat.id.Identified;
import chat.id.Ids;
import chat.protocol.Message;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The channels of a partition whose state is in memory, and where those stand that were asked for
 * without being opened. Both are bounded. Confined to its verticle's context.
 */
final class OpenChannels {
  private static final int MOST_OPEN = 20_000;
  private static final int MOST_KNOWN = 20_000;

  /** A channel without a record for so long may be read again when the next one comes. */
  private static final long QUIET_MILLIS = 60_000;

  /** Forgetting copies what stays: so many entries at a time hold nothing else up. */
  private static final long MOST_MOVED = 100_000;

  private final Summaries summaries;
  private final RecentMessages.Budget budget;

  // In the order of use, so that the channel unused for longest is the first to be closed.
  private final Map<String, OpenChannel> open = new LinkedHashMap<>(64, 0.75f, true);

  private long bytes;
  private long ids;

  /** Of channels that are not open, whose heads can't move: answers without asking the store. */
  private IdTable<KnownHead> known = new IdTable<>();

  private long closings;

  /** A channel in memory. */
  static final class OpenChannel {
    final ChannelState state;
    private final RecentMessages.Budget budget;
    private final long openedAt;
    private RecentMessages recent;
    private ChangedMessages changes;
    private long countedBytes;
    private int countedIds;

    /** What was decided before that time, of the log, may be missing in the window. */
    private long forgotten = Long.MIN_VALUE;

    long sealedSeq;

    OpenChannel(Summaries.Loaded loaded, RecentMessages.Budget budget) {
      this.state = loaded.state();
      this.sealedSeq = loaded.sealedSeq();
      this.budget = budget;
      // Without a message there is none from before either.
      this.openedAt = state.n == 0 ? 0 : state.seq;
    }

    /** Made when it is first asked for: most channels are quiet. */
    RecentMessages recent() {
      if (recent == null) {
        recent = new RecentMessages(openedAt, budget);
      }
      return recent;
    }

    /** The message at that place if it is in memory, in its newest state; else {@code null}. */
    Message inMemory(long seq) {
      Message changed = changes == null ? null : changes.get(seq);
      return changed != null || recent == null ? changed : recent.get(seq);
    }

    /** A message has changed to this state; returns by how much {@link #changedBytes} grew. */
    long changed(Message message) {
      if (changes == null) {
        changes = new ChangedMessages();
      }
      long before = changes.bytes();
      changes.put(message);
      recent().put(message);
      return changes.bytes() - before;
    }

    /** The store has a changed message in this state; returns by how much less is changed. */
    long stored(Message message) {
      if (changes == null) {
        return 0;
      }
      long before = changes.bytes();
      changes.stored(message);
      long freed = before - changes.bytes();
      if (changes.isEmpty()) {
        changes = null;
      }
      return freed;
    }

    /** About what the changed messages take. */
    long changedBytes() {
      return changes == null ? 0 : changes.bytes();
    }

    /** The changed messages that the store may have in an earlier state. */
    List<Message> changes() {
      return changes == null ? List.of() : changes.all();
    }

    private void closed() {
      if (recent != null) {
        recent.forget();
      }
    }

    Head head() {
      return new Head(state.seq, state.n, changes());
    }
  }

  private record KnownHead(long high, long low, long seq, long n) implements Identified {}

  /**
   * None yet.
   *
   * @param recentBytes what the recent messages of all of them may take
   */
  OpenChannels(Summaries summaries, long recentBytes) {
    this.summaries = summaries;
    this.budget = new RecentMessages.Budget(recentBytes);
  }

  /** The channel, or {@code null} if it is not open. */
  OpenChannel get(String channel) {
    return open.get(channel);
  }

  /**
   * The channel if it knows enough to decide about a record of that time, or {@code null} if it
   * must be opened for it.
   */
  OpenChannel at(String name, long time) {
    OpenChannel channel = open.get(name);
    if (channel == null || channel.forgotten == Long.MIN_VALUE) {
      return channel;
    }
    if (Math.max(channel.state.time, time) - ChannelState.ENTRIES_KEPT_MILLIS < channel.forgotten) {
      // The log's time has gone back: what was given up matters again, and is in the store.
      open.remove(name);
      close(channel);
      return null;
    }
    channel.forgotten = Long.MIN_VALUE;
    return channel;
  }

  /** The channel has decided about a record. */
  void count(OpenChannel channel) {
    int size = channel.state.window.size();
    long now =
        Retained.CHANNEL
            + channel.state.window.bytes()
            + (long) Retained.REMOVAL * channel.state.removals.size();
    bytes += now - channel.countedBytes;
    ids += size - channel.countedIds;
    channel.countedBytes = now;
    channel.countedIds = size;
  }

  /** About what the channels take in memory beside their messages. */
  long bytes() {
    return bytes;
  }

  /** How many ids of operations they remember. */
  long ids() {
    return ids;
  }

  /**
   * Gives up what can be read from the store again: channels in which nothing has happened for a
   * while, and in others what was decided so long ago that it cannot matter any more. A channel
   * does the latter by itself with its next record; but while records are refused none comes.
   *
   * @param now the log's time, about: if it is wrong, more is read again than need be
   * @param isStored whether the store has all of a channel
   */
  void relieve(long now, Predicate<OpenChannel> isStored) {
    long moved = 0;
    for (var each = open.values().iterator(); each.hasNext() && moved < MOST_MOVED; ) {
      OpenChannel channel = each.next();
      if (!isStored.test(channel)) {
        continue;
      }
      if (channel.state.time < now - QUIET_MILLIS) {
        each.remove();
        close(channel);
      } else {
        long before = now - ChannelState.ENTRIES_KEPT_MILLIS;
        channel.state.window.forget(before);
        if (channel.state.window.size() < channel.countedIds) {
          channel.forgotten = Math.max(channel.forgotten, before);
          moved += channel.state.window.size();
          count(channel);
        }
      }
    }
  }

  private void close(OpenChannel channel) {
    channel.closed();
    closings++;
    bytes -= channel.countedBytes;
    ids -= channel.countedIds;
    remember(channel.state.channel, channel.head());
  }

  /** Reads the states of these channels and opens them. */
  Future<Void> open(Collection<String> channels) {
    return summaries
        .load(channels)
        .map(
            loaded -> {
              loaded.forEach(
                  (channel, state) -> {
                    if (Ids.isExact(channel)) {
                      known.remove(Ids.high(channel), Ids.low(channel));
                    }
                    opened(channel, state);
                  });
              return null;
            });
  }

  /** The channel is in this state, and open. */
  void opened(String channel, Summaries.Loaded state) {
    OpenChannel opened = new OpenChannel(state, budget);
    state.changes().forEach(opened::changed);
    open.put(channel, opened);
    count(opened);
  }

  /** Closes the channels unused for longest while there are too many, up to one that must stay. */
  void closeUnused(Predicate<OpenChannel> canClose) {
    var oldest = open.values().iterator();
    while (open.size() > MOST_OPEN && oldest.hasNext()) {
      OpenChannel channel = oldest.next();
      if (!canClose.test(channel)) {
        return;
      }
      oldest.remove();
      close(channel);
    }
  }

  /** Where these channels stand: asks the store only for those that it was not asked for before. */
  Future<Map<String, Head>> heads(Collection<String> channels) {
    List<String> unknown = channels.stream().filter(each -> head(each) == null).toList();
    if (unknown.isEmpty()) {
      return Future.succeededFuture(heads(channels, Map.of()));
    }
    long before = closings;
    return summaries
        .heads(unknown)
        .map(
            stored -> {
              // What was closed meanwhile may have moved since the store was asked.
              if (closings == before) {
                unknown.forEach(each -> remember(each, stored.getOrDefault(each, Head.NONE)));
              }
              return heads(channels, stored);
            });
  }

  private Map<String, Head> heads(Collection<String> channels, Map<String, Head> stored) {
    Map<String, Head> heads = new HashMap<>();
    for (String channel : channels) {
      Head head = head(channel);
      heads.put(channel, head == null ? stored.getOrDefault(channel, Head.NONE) : head);
    }
    return heads;
  }

  private Head head(String channel) {
    OpenChannel opened = open.get(channel);
    if (opened != null) {
      return opened.head();
    }
    KnownHead head = known.get(channel);
    return head == null ? null : new Head(head.seq(), head.n(), List.of());
  }

  private void remember(String channel, Head head) {
    if (open.containsKey(channel) || !Ids.isExact(channel) || !head.changes().isEmpty()) {
      return;
    }
    if (known.size() >= MOST_KNOWN) {
      known = new IdTable<>();
    }
    known.put(new KnownHead(Ids.high(channel), Ids.low(channel), head.seq(), head.n()));
  }
}
