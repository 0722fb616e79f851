package chat.channel;

import java.util.List;
import java.util.Map;

/**
 * A channel's state as it is stored: what a new owner starts from. The ids of the window come in
 * sealed chunks, which never change, and the entries after the last of them.
 *
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
    long sealedSeq,
    List<IdWindow.Entry> entries) {

  /** Entries that a summary carries itself before they are sealed in a chunk. */
  static final int UNSEALED = 200;

  /** The state as of now; {@code sealedSeq} is that of the summary before. */
  static Summary of(ChannelState state, long sealedSeq) {
    List<IdWindow.Entry> entries = new java.util.ArrayList<>();
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
        channel, offset, seq, n, time, membershipVersion, archived, removals, last, List.of());
  }

  /** The state that this summary and its chunks describe. */
  ChannelState toState(List<IdWindow.Entry> sealed) {
    ChannelState state =
        new ChannelState(channel, new IdWindow(), new java.util.HashMap<>(removals));
    sealed.forEach(state.window::add);
    entries.forEach(state.window::add);
    state.seq = seq;
    state.n = n;
    state.offset = offset;
    state.time = time;
    state.membershipVersion = membershipVersion;
    state.archived = archived;
    return state;
  }
}
