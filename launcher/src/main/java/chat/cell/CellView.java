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
  /** Of a node that was lost a beat may still be on its way. */
  static final long BEATS_UNDER_WAY_NANOS = 1_000_000_000L;

  /** One look at the beats may see the last one of a node that has just died. */
  static final int LOOKS_UNTIL_APART = 2;

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
  private final Map<UUID, Integer> seenApart = new HashMap<>();
  private Map<UUID, Beat> lastBeats = Map.of();
  private long lastLook = Long.MIN_VALUE;
  private boolean looked;

  CellView(UUID self) {
    this.self = self;
    reached.add(self);
    settled.add(self);
  }

  void joined(UUID member) {
    reached.add(member);
    settled.add(member);
    lostAt.remove(member);
    seenApart.remove(member);
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

  /** The beats as they stand now; compared with the last look, they tell who is alive. */
  Verdict look(Map<UUID, Beat> beats, long now) {
    Set<UUID> apart = new HashSet<>();
    if (looked) {
      beats.forEach(
          (node, beat) -> {
            boolean misses = !reached.contains(node) || beat.missed().contains(self);
            if (misses && isNew(node, beat)) {
              apart.add(node);
            }
          });
    }
    apart.removeIf(
        node -> lostAt.containsKey(node) && lastLook < lostAt.get(node) + BEATS_UNDER_WAY_NANOS);
    seenApart.keySet().retainAll(apart);
    apart.forEach(node -> seenApart.merge(node, 1, Integer::sum));
    boolean fullLook =
        looked && lostAt.values().stream().allMatch(at -> lastLook >= at + BEATS_UNDER_WAY_NANOS);
    looked = true;
    lastLook = now;
    lastBeats = Map.copyOf(beats);
    if (!apart.isEmpty()) {
      Set<UUID> certain =
          apart.stream()
              .filter(node -> seenApart.get(node) >= LOOKS_UNTIL_APART)
              .collect(Collectors.toSet());
      return goesOn(certain) ? Verdict.WAIT : Verdict.CUT_OFF;
    }
    return fullLook && !lostAt.isEmpty() ? settle() : Verdict.WAIT;
  }

  private boolean isNew(UUID node, Beat beat) {
    Beat last = lastBeats.get(node);
    return last == null || beat.count() != last.count();
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
    Set<UUID> left = new HashSet<>(lastBeats.keySet());
    left.removeAll(reached);
    left.removeAll(seenApart.keySet());
    left.removeAll(lostAt.keySet());
    return left;
  }
}
