package chat.client;

import chat.id.OperationId;
import chat.protocol.Limits;
import chat.protocol.Message;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Looks in a channel for a send whose answer got lost and whose id the server no longer remembers.
 *
 * <p>Reads the history back to where the message can't be any more: the log's clock may be behind
 * the one that made the id by {@link Limits#ID_AHEAD_MILLIS} at most, or the server would have
 * refused it.
 */
final class LostSends {
  private static final int PAGE = 100;

  private final Pages pages;

  /** Where messages come from: the channel, or the comments on {@code parent} if there is one. */
  @FunctionalInterface
  interface Pages {
    Future<List<Message>> before(String channel, Long parent, long seq, int limit);
  }

  LostSends(Pages pages) {
    this.pages = pages;
  }

  /** The message with that id, if it is in the channel or among the comments on {@code parent}. */
  Future<Optional<Sent>> find(String channel, Long parent, OperationId id) {
    return find(channel, parent, id, Long.MAX_VALUE);
  }

  private Future<Optional<Sent>> find(String channel, Long parent, OperationId id, long before) {
    return pages
        .before(channel, parent, before, PAGE)
        .compose(
            page -> {
              for (Message message : page) {
                if (message.id().equals(id.toString())) {
                  return Future.succeededFuture(
                      Optional.of(
                          new Sent(
                              channel, message.id(), message.seq(), message.n(), message.time())));
                }
              }
              if (page.isEmpty() || isTooOld(page.getFirst(), id)) {
                return Future.succeededFuture(Optional.empty());
              }
              return find(channel, parent, id, page.getFirst().seq());
            });
  }

  private static boolean isTooOld(Message message, OperationId id) {
    return message.time().toEpochMilli() < id.millis() - Limits.ID_AHEAD_MILLIS;
  }
}
