package chat.channel;

import chat.protocol.Limits;
import chat.store.Broadcasts.Broadcast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the owner knows of a channel: all that deciding about its next record needs, and nothing
 * that is not a function of the log up to {@link #offset}. {@link Sequencer} is the only writer.
 *
 * <p>Not thread-safe.
 */
final class ChannelState {
  /** How long the log remembers that somebody was removed, in milliseconds. */
  static final long REMOVALS_KEPT_MILLIS = 24 * 60 * 60 * 1000L;

  /**
   * How long the window keeps an entry: an id lies at most {@link Limits#ID_AHEAD_MILLIS} ahead of
   * the log when it is accepted, and is refused once it is {@link Limits#ID_WINDOW_MILLIS} behind.
   */
  static final long ENTRIES_KEPT_MILLIS = Limits.ID_WINDOW_MILLIS + Limits.ID_AHEAD_MILLIS;

  final String channel;
  final IdWindow window;

  /** User to the log's time of the removal; who is added again leaves it. */
  final Map<String, Long> removals;

  /** The places of the pinned messages, the one pinned last at the end. */
  final List<Long> pins = new ArrayList<>();

  /** The last messages that mention all members at once, ascending by place. */
  final List<Broadcast> broadcasts = new ArrayList<>();

  long seq;
  long n;

  /** The offset of the last record that this state includes; -1 for none. */
  long offset;

  /** The log's time: the latest of all records so far, in milliseconds. */
  long time;

  /** Counts the changes that came from the directory, those of members and of the channel. */
  long membershipVersion;

  /** Nothing can be said in it until it is brought back. */
  boolean archived;

  /** The state before the first record. */
  ChannelState(String channel) {
    this(channel, new IdWindow(), new HashMap<>());
    this.offset = -1;
  }

  ChannelState(String channel, IdWindow window, Map<String, Long> removals) {
    this.channel = channel;
    this.window = window;
    this.removals = removals;
  }

  /** A copy that changes on its own. */
  ChannelState copy() {
    ChannelState copy = new ChannelState(channel, window.copy(), new HashMap<>(removals));
    copy.pins.addAll(pins);
    copy.broadcasts.addAll(broadcasts);
    copy.seq = seq;
    copy.n = n;
    copy.offset = offset;
    copy.time = time;
    copy.membershipVersion = membershipVersion;
    copy.archived = archived;
    return copy;
  }
}
