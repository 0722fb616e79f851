package chat.log;

import chat.bus.Addresses;
import chat.bus.Bus;
import chat.bus.OwnerMessages.Tail;
import chat.bus.OwnerMessages.TailWanted;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Message;
import chat.store.Messages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads what a channel holds: what is stored, then what its owner has decided but not yet stored.
 * Never past a hole, and never lacking what was acknowledged before the call.
 *
 * <p>Thread-safe; results come on the caller's context. Fails with {@code unavailable} if no owner
 * answers within {@link #WITHIN}.
 */
public final class ChannelReader {
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final long RETRY_MILLIS = 50;
  private static final int TALKERS_OF = 200;

  private final Vertx vertx;
  private final OwnerDirectory owners;
  private final Partitions partitions;
  private final Messages messages;

  /** What changed in a channel, by {@code rev}; {@code rev} is where to go on from. */
  public record Changes(List<Message> items, long rev, boolean more) {}

  public ChannelReader(
      Vertx vertx, OwnerDirectory owners, Partitions partitions, Messages messages) {
    this.vertx = vertx;
    this.owners = owners;
    this.partitions = partitions;
    this.messages = messages;
  }

  /** The newest {@code limit} messages with a {@code seq} below {@code before}, ascending. */
  public Future<List<Message>> before(String channel, long before, int limit) {
    return tail(channel)
        .compose(
            tail -> {
              List<Message> recent =
                  tail.tail().stream().filter(message -> message.seq() < before).toList();
              if (recent.size() >= limit) {
                return Future.succeededFuture(recent.subList(recent.size() - limit, recent.size()));
              }
              long end = Math.min(before, tail.storedSeq() + 1);
              return messages
                  .before(channel, end, limit - recent.size())
                  .map(stored -> concat(stored, recent));
            });
  }

  /** The oldest {@code limit} messages with a {@code seq} above {@code after}, ascending. */
  public Future<List<Message>> after(String channel, long after, int limit) {
    return tail(channel)
        .compose(
            tail ->
                messages
                    .after(channel, after, tail.storedSeq(), limit)
                    .map(
                        stored ->
                            concat(
                                stored,
                                tail.tail().stream()
                                    .filter(message -> message.seq() > after)
                                    .limit(limit - stored.size())
                                    .toList())));
  }

  /** What changed after {@code since}, oldest change first, at most {@code limit} messages. */
  public Future<Changes> changes(String channel, long since, int limit) {
    return tail(channel)
        .compose(
            tail ->
                messages
                    .changes(channel, since, tail.storedSeq(), limit + 1)
                    .map(
                        stored -> {
                          List<Message> all =
                              concat(
                                  stored,
                                  tail.tail().stream()
                                      .filter(message -> message.rev() > since)
                                      .toList());
                          boolean more = all.size() > limit;
                          List<Message> items = more ? all.subList(0, limit) : all;
                          long rev = more ? items.get(limit - 1).rev() : tail.seq();
                          return new Changes(items, rev, more);
                        }));
  }

  /** Who wrote the last 200 messages that are stored, the latest first. A hint, not the truth. */
  public Future<List<String>> talkers(String channel) {
    return messages.senders(channel, TALKERS_OF);
  }

  private static List<Message> concat(List<Message> stored, List<Message> recent) {
    return Stream.concat(stored.stream(), recent.stream()).toList();
  }

  private Future<Tail> tail(String channel) {
    return tail(channel, System.nanoTime() + WITHIN.toNanos());
  }

  private Future<Tail> tail(String channel, long deadline) {
    int partition = partitions.of(channel);
    OwnerDirectory.Owner owner = owners.ownerOf(partition);
    Future<Tail> asked =
        owner == null
            ? Future.failedFuture(
                new ProblemException(ProblemType.UNAVAILABLE, "The channel has no owner just now"))
            : Bus.request(
                vertx,
                Addresses.owner(owner.node()),
                new TailWanted(partition, channel),
                Tail.class,
                Duration.ofSeconds(2));
    // During a take-over the next owner is known within seconds: wait for it rather than fail.
    return asked.recover(
        failure ->
            System.nanoTime() - deadline > 0
                    || ProblemException.of(failure).type() != ProblemType.UNAVAILABLE
                ? Future.failedFuture(failure)
                : vertx
                    .timer(RETRY_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS)
                    .compose(tick -> tail(channel, deadline)));
  }
}
