package chat.socket;

import chat.protocol.ServerFrame;
import chat.store.Gathering;
import chat.store.ReadPositions.Read;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * How far users have read their channels, as they sign in: one query for many of them. While
 * MongoDB is away nobody waits for it. Whoever signs in then is told nothing of it in {@code
 * ready}, and all of it in {@code read} frames once MongoDB is back. Confined to its event loop.
 */
final class ReadLookup {
  private static final int USERS_A_QUERY = 64;
  private static final int QUERIES_AT_ONCE = 2;
  private static final long WITHIN_MILLIS = 1_000;

  private final Function<List<String>, Future<List<Map<String, Read>>>> positions;
  private final ChannelIndex index;
  private final Gathering<String, Map<String, Read>> gathering;
  private final Set<Session> owed = new LinkedHashSet<>();
  private boolean away;
  private boolean paying;

  /**
   * On the event loop of that context.
   *
   * @param positions see {@link chat.store.ReadPositions#of}
   */
  ReadLookup(
      Context context,
      Function<List<String>, Future<List<Map<String, Read>>>> positions,
      ChannelIndex index) {
    this.positions = positions;
    this.index = index;
    this.gathering = new Gathering<>(context, USERS_A_QUERY, QUERIES_AT_ONCE, this::query);
  }

  private Future<List<Map<String, Read>>> query(List<String> users) {
    return away
        ? Future.failedFuture("MongoDB was away just now")
        : positions
            .apply(users)
            .timeout(WITHIN_MILLIS, TimeUnit.MILLISECONDS)
            .onFailure(failure -> away = true);
  }

  /** What was read by channel, or nothing if that can't be known now; never fails. */
  Future<Optional<Map<String, Read>>> of(String user) {
    return away
        ? Future.succeededFuture(Optional.empty())
        : gathering.ask(user).map(Optional::of).otherwise(Optional.empty());
  }

  /** The session, which is ready, was not told its read positions. */
  void owe(Session session) {
    owed.add(session);
  }

  /** The session has ended. */
  void forget(Session session) {
    owed.remove(session);
  }

  /** Once a second: sees whether those can be told who were not. */
  void tick() {
    if (!paying && !owed.isEmpty()) {
      paying = true;
      pay();
    } else if (owed.isEmpty()) {
      // Nobody is left to find it out for: the next who signs in does.
      away = false;
    }
  }

  private void pay() {
    List<Session> some = owed.stream().limit(USERS_A_QUERY).toList();
    if (some.isEmpty()) {
      paying = false;
      return;
    }
    positions
        .apply(some.stream().map(Session::user).toList())
        .onSuccess(
            found -> {
              away = false;
              for (int i = 0; i < some.size(); i++) {
                if (owed.remove(some.get(i))) {
                  tell(some.get(i), found.get(i));
                }
              }
              pay();
            })
        .onFailure(
            failure -> {
              away = true;
              paying = false;
            });
  }

  /** Tells of all channels, since nothing read is something to know too. */
  private void tell(Session session, Map<String, Read> read) {
    List<ServerFrame> frames = new ArrayList<>(session.channels.length);
    for (int number : session.channels) {
      String channel = index.get(number).id();
      frames.add(frame(channel, read.getOrDefault(channel, Read.NOTHING)));
    }
    frames.forEach(frame -> SocketLoop.send(session, frame));
  }

  private static ServerFrame frame(String channel, Read read) {
    return new ServerFrame.ReadPosition(
        channel, read.n(), read.unreadFrom() == 0 ? null : read.unreadFrom());
  }
}
