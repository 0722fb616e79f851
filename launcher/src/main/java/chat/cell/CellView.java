package chat.cell;

import chat.cell.Beats.Beat;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a node knows of its cell, and the rule by which it decides whether to go on. Two sources:
 * whom it reaches, and whose beats it sees in the store, with whom they miss. Times are of one
 * monotonic clock, in nanoseconds.
 *
 * <p>Two nodes are apart if either misses the other: the one that was left out is often the last to
 * notice, since it asks the others first, in vain.
 *
 * <p>Pure and not thread-safe.
 */
final class CellView {
  /**
   * The last beat of a node that has just died may be seen after it was lost, so one proves
   * nothing. Two do: a node writes one at a time, unless MongoDB takes longer than a second.
   */
  static final int BEATS_OF_THE_LIVING = 2;

  /** A node whose beat stood still for so long is dead. */
  static final long STILL_NANOS = 1_000_000_000L;

  /** Before that nobody who was lost counts as dead: a beat may still be on its way. */
  static final long DEAD_AFTER_NANOS = 2_000_000_000L;

  /** After so long without a look at the beats, a loss is judged by numbers alone. */
  static final long BLIND_NANOS = 2_000_000_000L;

  /** What the node does. */
  enum Verdict {
    /** Nothing is wrong, or it is not known yet. */
    WAIT,
    /** Those that were lost are dead: the rest is the cell. */
    SETTLED,
    /** The others live, and this node is not on the larger side. */
    CUT_OFF
  }

  private final UUID self;
  private final Set<UUID> reached = new HashSet<>();

  /** Members that were reached once and are not known to be dead. */
  private final Set<UUID> settled = new HashSet<>();

  private final Map<UUID, Long> lostAt = new HashMap<>();

  /** Those with a beat that this node does not reach, or that miss it. */
  private final Map<UUID, Doubt> doubts = new HashMap<>();

  private long lastLook = Long.MIN_VALUE;

  /**
   * Whether a node lives, and is apart.
   *
   * @param first its beat when the doubt began
   * @param last its beat now
   * @param movedAt when it was last seen to move
   */
  private record Doubt(long first, long last, long movedAt) {
    Doubt seen(long beat, long now) {
      if (beat != last) {
        return new Doubt(first, beat, now);
      }
      // What was counted until it stood still is no sign of life any more.
      return moves(now) ? this : new Doubt(last, last, movedAt);
    }

    boolean moves(long now) {
      return now - movedAt < STILL_NANOS;
    }

    boolean isCertain(long now) {
      return moves(now) && last - first >= BEATS_OF_THE_LIVING;
    }
  }

  CellView(UUID self) {
    this.self = self;
    reached.add(self);
    settled.add(self);
  }

  void joined(UUID member) {
    reached.add(member);
    settled.add(member);
    lostAt.remove(member);
    doubts.remove(member);
  }

  void lost(UUID member, long now) {
    if (reached.remove(member)) {
      lostAt.put(member, now);
    }
  }

  /** Whether those that are reached are at least half of those that were. */
  boolean reachesHalf() {
    return reached.size() * 2 >= settled.size();
  }

  /** The beats as they stand now; how they move tells who is alive. */
  Verdict look(Map<UUID, Beat> beats, long now) {
    lastLook = now;
    doubts.keySet().retainAll(beats.keySet());
    beats.forEach((node, beat) -> look(node, beat, now));
    Set<UUID> apart = new HashSet<>();
    boolean anyMoves = false;
    for (Map.Entry<UUID, Doubt> each : doubts.entrySet()) {
      anyMoves |= each.getValue().moves(now);
      if (each.getValue().isCertain(now)) {
        apart.add(each.getKey());
      }
    }
    if (!goesOn(apart)) {
      return Verdict.CUT_OFF;
    }
    boolean anyRecent = lostAt.values().stream().anyMatch(at -> now - at < DEAD_AFTER_NANOS);
    return lostAt.isEmpty() || anyMoves || anyRecent ? Verdict.WAIT : settle();
  }

  private void look(UUID node, Beat beat, long now) {
    if (reached.contains(node) && !beat.missed().contains(self)) {
      doubts.remove(node);
    } else {
      Doubt before = doubts.get(node);
      doubts.put(
          node,
          before == null
              ? new Doubt(beat.count(), beat.count(), now)
              : before.seen(beat.count(), now));
    }
  }

  /** Whether somebody is lost or missed, so that looks should follow each other soon. */
  boolean inDoubt() {
    return !lostAt.isEmpty() || !doubts.isEmpty();
  }

  /** Those that this node does not reach and does not know to be dead; for its own beat. */
  Set<UUID> missed() {
    return Set.copyOf(lostAt.keySet());
  }

  /** The store can't be asked. */
  Verdict blind(long now) {
    boolean longLost =
        lostAt.values().stream().anyMatch(at -> now - Math.max(at, lastLook) > BLIND_NANOS);
    if (!longLost) {
      return Verdict.WAIT;
    }
    return reachesHalf() ? settle() : Verdict.CUT_OFF;
  }

  private boolean goesOn(Collection<UUID> apart) {
    if (apart.isEmpty()) {
      return true;
    }
    Set<UUID> together = new HashSet<>(reached);
    together.removeAll(apart);
    if (apart.size() != together.size()) {
      return apart.size() < together.size();
    }
    UUID lowest = together.stream().min(UUID::compareTo).orElse(self);
    return apart.stream().allMatch(each -> lowest.compareTo(each) < 0);
  }

  private Verdict settle() {
    settled.retainAll(reached);
    lostAt.clear();
    return Verdict.SETTLED;
  }

  /** Whose beats stand still although nobody reaches them: left behind by killed nodes. */
  Set<UUID> leftBehind() {
    return doubts.entrySet().stream()
        .filter(each -> !each.getValue().moves(lastLook))
        .map(Map.Entry::getKey)
        .filter(node -> !reached.contains(node) && !lostAt.containsKey(node))
        .collect(Collectors.toSet());
  }
}
