package chat.socket;

import chat.store.Broadcasts.Broadcast;
import chat.store.Gathering;
import chat.store.ReadPositions.Read;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Which messages mention all members of the channels of users who sign in: one query for many
 * users. What can't be known soon is left out. Confined to its event loop.
 */
final class BroadcastLookup {
  private static final int USERS_A_QUERY = 32;
  private static final int QUERIES_AT_ONCE = 2;
  private static final long WITHIN_MILLIS = 1_000;

  private final Gathering<Collection<String>, Map<String, List<Broadcast>>> gathering;

  /**
   * On the event loop of that context.
   *
   * @param broadcasts see {@link chat.store.Broadcasts#of}
   */
  BroadcastLookup(
      Context context,
      Function<Collection<String>, Future<Map<String, List<Broadcast>>>> broadcasts) {
    this.gathering =
        new Gathering<>(
            context,
            USERS_A_QUERY,
            QUERIES_AT_ONCE,
            together -> {
              Set<String> all = new HashSet<>();
              together.forEach(all::addAll);
              return broadcasts
                  .apply(all)
                  .timeout(WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                  .map(found -> Collections.nCopies(together.size(), found));
            });
  }

  /** By channel, of at least these; never fails. */
  Future<Map<String, List<Broadcast>>> of(Collection<String> channels) {
    return channels.isEmpty()
        ? Future.succeededFuture(Map.of())
        : gathering.ask(channels).otherwise(Map.of());
  }

  /** How many unread messages mention the user, by name or with all others. */
  static int mentions(String user, Read read, List<Broadcast> ofAll) {
    Set<Long> places = new HashSet<>(read.mentions());
    for (Broadcast each : ofAll) {
      if (each.n() > read.n() && !each.sender().equals(user)) {
        places.add(each.seq());
      }
    }
    return places.size();
  }
}
