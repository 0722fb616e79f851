package chat.push;

import chat.bus.Bus;
import chat.bus.PushMessages;
import chat.bus.PushMessages.Audience;
import chat.bus.PushMessages.AudienceOf;
import chat.bus.PushMessages.Listener;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may be told of messages in a channel. Kept for some seconds, so that a busy channel is not
 * asked for at each message; who joins or leaves makes it be asked anew.
 *
 * <p>Confined to its verticle's context.
 */
final class Audiences {
  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static final long KEPT_NANOS = Duration.ofSeconds(10).toNanos();

  /** Members of all channels that are kept. */
  private static final int MOST_MEMBERS = 500_000;

  private final Vertx vertx;
  private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private int members;

  private static final class Kept {
    final long since = System.nanoTime();
    final Future<List<Listener>> members;
    int size;

    Kept(Future<List<Listener>> members) {
      this.members = members;
    }
  }

  Audiences(Vertx vertx) {
    this.vertx = vertx;
  }

  /** All members; fails with {@code unavailable} if nobody who knows them answers. */
  Future<List<Listener>> of(String channel) {
    Kept known = kept.get(channel);
    if (known != null && System.nanoTime() - known.since < KEPT_NANOS) {
      return known.members;
    }
    forget(channel);
    Kept fresh =
        new Kept(
            Bus.request(
                    vertx, PushMessages.AUDIENCE, new AudienceOf(channel), Audience.class, WITHIN)
                .map(Audience::members));
    kept.put(channel, fresh);
    fresh
        .members
        .onSuccess(
            list -> {
              if (kept.get(channel) == fresh) {
                fresh.size = list.size();
                members += fresh.size;
                shrink();
              }
            })
        .onFailure(failure -> kept.remove(channel, fresh));
    return fresh.members;
  }

  /** The channel's members may have changed. */
  void forget(String channel) {
    Kept gone = kept.remove(channel);
    if (gone != null) {
      members -= gone.size;
    }
  }

  private void shrink() {
    Iterator<Kept> oldest = kept.values().iterator();
    while (members > MOST_MEMBERS && kept.size() > 1 && oldest.hasNext()) {
      members -= oldest.next().size;
      oldest.remove();
    }
  }
}
