package chat.delivery;

import chat.log.Partitions;
import chat.log.ReadLog.Entry;
import chat.log.ReadLog.Position;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes read positions on so that those of one user and channel never go back, whoever tells them.
 * A node that was cut off may be heard again when its successor has told later ones. What comes
 * late is read from the store and passed on as it is stored now: it is not dropped, since what was
 * told meanwhile need not have been about the same user and channel.
 *
 * <p>At most 10,000 late positions are read at a time; more are left out, as are those that the
 * store can't tell: devices learn them by the next one or when they sign in. Confined to its
 * context.
 */
final class ReadFeed {
  private static final Logger LOG = LoggerFactory.getLogger(ReadFeed.class);
  private static final int MOST_LATE = 10_000;

  private final Partitions partitions;
  private final Function<Collection<Position>, Future<List<Entry>>> store;
  private final Consumer<List<Position>> output;

  /** By partition, the furthest offset that was passed on. */
  private final long[] told;

  /** What is being read from the store, by {@link #key}: what came last. */
  private final Map<String, Entry> late = new HashMap<>();

  /**
   * Positions of nobody yet.
   *
   * @param store says on the caller's context where positions stand now
   * @param output gets them in their order
   */
  ReadFeed(
      Partitions partitions,
      Function<Collection<Position>, Future<List<Entry>>> store,
      Consumer<List<Position>> output) {
    this.partitions = partitions;
    this.store = store;
    this.output = output;
    this.told = new long[partitions.count()];
    Arrays.fill(told, -1);
  }

  /** Somebody told these, each as it stood in the store at some time. */
  void heard(List<Entry> entries) {
    List<Entry> inOrder = new ArrayList<>(entries.size());
    List<Entry> behind = new ArrayList<>(0);
    for (Entry entry : entries) {
      (entry.offset() < told[partitionOf(entry)] ? behind : inOrder).add(entry);
    }
    pass(inOrder);
    if (!behind.isEmpty()) {
      readAgain(behind);
    }
  }

  /** These are later than all that were told of their users and channels. */
  private void pass(List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    for (Entry entry : entries) {
      int partition = partitionOf(entry);
      told[partition] = Math.max(told[partition], entry.offset());
      if (!late.isEmpty()) {
        late.remove(key(entry));
      }
    }
    output.accept(entries.stream().map(Entry::position).toList());
  }

  private void readAgain(List<Entry> behind) {
    if (late.size() + behind.size() > MOST_LATE) {
      LOG.warn("{} late read positions are left out: {} are read", behind.size(), late.size());
      return;
    }
    Map<String, Entry> asked = HashMap.newHashMap(behind.size());
    behind.forEach(entry -> asked.put(key(entry), entry));
    late.putAll(asked);
    store
        .apply(behind.stream().map(Entry::position).toList())
        .onSuccess(stored -> pass(stored.stream().filter(now -> isAwaited(now, asked)).toList()))
        .onFailure(failure -> LOG.info("late read positions are left out: {}", failure.toString()))
        .onComplete(done -> late.entrySet().removeAll(asked.entrySet()));
  }

  /** Whether nothing of that user and channel has come since the store was asked. */
  private boolean isAwaited(Entry now, Map<String, Entry> asked) {
    String key = key(now);
    return asked.get(key).equals(late.get(key));
  }

  private int partitionOf(Entry entry) {
    return partitions.of(entry.position().user());
  }

  private static String key(Entry entry) {
    return entry.position().user() + ':' + entry.position().channel();
  }
}
