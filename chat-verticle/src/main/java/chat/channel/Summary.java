package chat.channel;

import chat.protocol.Message;
import chat.store.Broadcasts.Broadcast;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A channel's state as it is stored: what a new owner starts from. The ids of the window come in
 * sealed chunks, which never change, and the entries after the last of them.
 *
 * @param pins see {@link ChannelState#pins}
 * @param broadcasts see {@link ChannelState#broadcasts}
 * @param changes messages in their state as of now that the store may have in an earlier one: the
 *     store gets them only after this summary is durable, so that it is never ahead of it
 * @param sealedSeq the entries up to this {@code seq} are in chunks
 * @param entries the window's entries after it
 */
record Summary(
    String channel,
    long offset,
    long seq,
    long n,
    long time,
    long membershipVersion,
    boolean archived,
    Map<String, Long> removals,
    List<Long> pins,
    List<Broadcast> broadcasts,
    List<Message> changes,
    long sealedSeq,
    List<IdWindow.Entry> entries) {

  /** Entries that a summary carries itself before they are sealed in a chunk. */
  static final int UNSEALED = 200;

  /**
   * The state as of now.
   *
   * @param changes messages that changed and that the store may have in an earlier state
   * @param sealedSeq of the summary before
   */
  static Summary of(ChannelState state, List<Message> changes, long sealedSeq) {
    List<IdWindow.Entry> entries = new ArrayList<>();
    state.window.forEachAfter(sealedSeq, entries::add);
    return new Summary(
        state.channel,
        state.offset,
        state.seq,
        state.n,
        state.time,
        state.membershipVersion,
        state.archived,
        Map.copyOf(state.removals),
        List.copyOf(state.pins),
        List.copyOf(state.broadcasts),
        changes,
        sealedSeq,
        entries);
  }

  boolean isToBeSealed() {
    return entries.size() >= UNSEALED;
  }

  /** The same after its entries have been written as a chunk. */
  Summary sealed() {
    long last = entries.isEmpty() ? sealedSeq : entries.getLast().seq();
    return new Summary(
        channel,
        offset,
        seq,
        n,
        time,
        membershipVersion,
        archived,
        removals,
        pins,
        broadcasts,
        changes,
        last,
        List.of());
  }

  /** The state that this summary and its chunks describe. */
  ChannelState toState(List<IdWindow.Entry> sealed) {
    ChannelState state =
        new ChannelState(channel, new IdWindow(), new java.util.HashMap<>(removals));
    sealed.forEach(state.window::add);
    entries.forEach(state.window::add);
    state.pins.addAll(pins);
    state.broadcasts.addAll(broadcasts);
    state.seq = seq;
    state.n = n;
    state.offset = offset;
    state.time = time;
    state.membershipVersion = membershipVersion;
    state.archived = archived;
    return state;
  }
}
