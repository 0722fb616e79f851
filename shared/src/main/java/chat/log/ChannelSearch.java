package chat.log;

import chat.protocol.Message;
import chat.store.MessageSearch;
import chat.store.MessageSearch.Wanted;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Finds messages of a channel by what is known of them.
 *
 * <p>Thread-safe; results come on the caller's context. Fails with {@code unavailable} while the
 * store or the channel's owner does not answer.
 */
public final class ChannelSearch {
  private static final int AT_ONCE = 100;

  private final ChannelReader reader;
  private final MessageSearch stored;

  /**
   * What to look for.
   *
   * @param sender null for anybody
   * @param images only messages with images
   * @param after sent then or later; null for any time
   * @param before sent before that; null for any time
   */
  public record Query(String sender, boolean images, Instant after, Instant before) {}

  /** Messages, the newest first; {@code next} is where to go on from, null at the end. */
  public record Found(List<Message> items, Long next) {}

  public ChannelSearch(ChannelReader reader, MessageSearch stored) {
    this.reader = reader;
    this.stored = stored;
  }

  /**
   * At most {@code limit} messages with a {@code seq} below {@code below}, each in its state of
   * now. Includes everything that was acknowledged before the call.
   */
  public Future<Found> find(String channel, Query query, long below, int limit) {
    return reader
        .settled(channel)
        .compose(last -> range(channel, query, Math.min(below, last + 1), last))
        .compose(
            wanted ->
                stored
                    .find(channel, wanted, limit + 1)
                    .compose(seqs -> found(channel, query, seqs, limit)));
  }

  private Future<Wanted> range(String channel, Query query, long below, long last) {
    Future<Long> from =
        query.after() == null
            ? Future.succeededFuture(1L)
            : stored.firstSince(channel, query.after(), last);
    Future<Long> before =
        query.before() == null
            ? Future.succeededFuture(below)
            : stored.firstSince(channel, query.before(), last);
    return Future.all(from, before)
        .map(
            both ->
                new Wanted(
                    query.sender(),
                    query.images(),
                    from.result(),
                    Math.min(below, before.result())));
  }

  private Future<Found> found(String channel, Query query, List<Long> seqs, int limit) {
    List<Long> page = seqs.size() > limit ? seqs.subList(0, limit) : seqs;
    Long next = seqs.size() > limit ? page.getLast() : null;
    return reader
        .get(channel, page)
        .map(
            messages ->
                new Found(
                    messages.stream()
                        // What was deleted since the store was asked.
                        .filter(message -> message.deleted() == null)
                        .filter(message -> !query.images() || message.attachments() != null)
                        .sorted(Comparator.comparingLong(Message::seq).reversed())
                        .toList(),
                    next));
  }

  /** Whether a message that was sent then or later has that image. */
  public Future<Boolean> hasImage(String channel, String key, Instant from) {
    return hasImage(channel, key, new Query(null, true, from, null), Long.MAX_VALUE);
  }

  private Future<Boolean> hasImage(String channel, String key, Query query, long below) {
    return find(channel, query, below, AT_ONCE)
        .compose(
            found -> {
              boolean here =
                  found.items().stream()
                      .flatMap(message -> message.attachments().stream())
                      .anyMatch(image -> image.key().equals(key));
              return here || found.next() == null
                  ? Future.succeededFuture(here)
                  : hasImage(channel, key, query, found.next());
            });
  }
}
