package chat.log;

import chat.bus.Addresses;
import chat.bus.Bus;
import chat.bus.OwnerMessages.Page;
import chat.bus.OwnerMessages.Page.Kind;
import chat.bus.OwnerMessages.Tail;
import chat.bus.OwnerMessages.TailWanted;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Message;
import chat.store.Messages;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads what a channel holds: what is stored, then what its owner has decided but not yet stored.
 * Never past a hole, and never lacking what was acknowledged before the call. While the store fails
 * or is slow, what the owner remembers will do if nothing of the page is missing there.
 *
 * <p>Thread-safe; results come on the caller's context. Fails with {@code unavailable} if no owner
 * answers within {@link #WITHIN}, or says which part can't be read while the store is away.
 */
public final class ChannelReader {
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final long RETRY_MILLIS = 50;
  private static final int TALKERS_OF = 200;

  /** Many times what the store takes when it is well. */
  private static final long PATIENCE_MILLIS = 500;

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
    return page(
            channel,
            new Page(Kind.BEFORE, before, limit),
            tail -> {
              long end = Math.min(before, tail.storedSeq() + 1);
              return messages.before(channel, end, limit - tail.tail().size());
            })
        .map(Found::items);
  }

  /** The oldest {@code limit} messages with a {@code seq} above {@code after}, ascending. */
  public Future<List<Message>> after(String channel, long after, int limit) {
    return page(
            channel,
            new Page(Kind.AFTER, after, limit),
            tail -> messages.after(channel, after, tail.storedSeq(), limit))
        .map(found -> found.items().stream().limit(limit).toList());
  }

  /** What changed after {@code since}, oldest change first, at most {@code limit} messages. */
  public Future<Changes> changes(String channel, long since, int limit) {
    return page(
            channel,
            new Page(Kind.CHANGED, since, limit + 1),
            tail -> messages.changes(channel, since, tail.storedSeq(), limit + 1))
        .map(
            found -> {
              boolean more = found.items().size() > limit;
              List<Message> items = more ? found.items().subList(0, limit) : found.items();
              return new Changes(items, more ? items.getLast().rev() : found.seq(), more);
            });
  }

  /** Messages of a page in its order, and the channel's last {@code seq} then. */
  private record Found(List<Message> items, long seq) {}

  /** What is stored of a page and what is not yet; the owner's memory where the store fails. */
  private Future<Found> page(
      String channel, Page page, Function<Tail, Future<List<Message>>> stored) {
    return tail(channel, page, false)
        .compose(
            tail -> {
              if (tail.whole()) {
                return Future.succeededFuture(new Found(tail.tail(), tail.seq()));
              }
              Future<Found> both =
                  stored
                      .apply(tail)
                      .map(items -> new Found(concat(items, tail.tail()), tail.seq()));
              return firstOf(both, slow(both).compose(late -> remembered(channel, page)));
            });
  }

  /** Completes once {@code read} has failed, or has not ended for so long that it may never. */
  private Future<Void> slow(Future<?> read) {
    Promise<Void> slow = Promise.promise();
    long timer = vertx.setTimer(PATIENCE_MILLIS, late -> slow.tryComplete());
    read.onComplete(
        done -> {
          vertx.cancelTimer(timer);
          if (done.failed()) {
            slow.tryComplete();
          }
        });
    return slow.future();
  }

  private Future<Found> remembered(String channel, Page page) {
    return tail(channel, page, true)
        .compose(
            tail ->
                tail.whole()
                    ? Future.succeededFuture(new Found(tail.tail(), tail.seq()))
                    : Future.failedFuture(
                        new ProblemException(
                            ProblemType.UNAVAILABLE,
                            "What comes before seq "
                                + tail.from()
                                + " can't be read now: the store of messages is away")));
  }

  /** The first that succeeds; if both fail, the failure of the second. */
  private <T> Future<T> firstOf(Future<T> one, Future<T> other) {
    Promise<T> first = ((ContextInternal) vertx.getOrCreateContext()).promise();
    one.onSuccess(first::tryComplete);
    other.onSuccess(first::tryComplete);
    one.onFailure(failure -> other.onFailure(first::tryFail));
    return first.future();
  }

  /**
   * Up to which {@code seq} the channel's messages are stored, once that includes everything that
   * was decided before the call.
   */
  public Future<Long> settled(String channel) {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    return heads(channel).compose(tail -> settled(channel, tail.seq(), tail.storedSeq(), deadline));
  }

  private Future<Long> settled(String channel, long wanted, long stored, long deadline) {
    if (stored >= wanted) {
      return Future.succeededFuture(stored);
    }
    if (System.nanoTime() - deadline > 0) {
      return Future.failedFuture(
          new ProblemException(ProblemType.UNAVAILABLE, "The channel's messages are stored late"));
    }
    return vertx
        .timer(RETRY_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS)
        .compose(tick -> heads(channel))
        .compose(tail -> settled(channel, wanted, tail.storedSeq(), deadline));
  }

  /** Where the channel stands, and up to where it is stored. */
  private Future<Tail> heads(String channel) {
    return tail(channel, new Page(Kind.AFTER, Long.MAX_VALUE, 1), false);
  }

  /** Who wrote the last 200 messages that are stored, the latest first. A hint, not the truth. */
  public Future<List<String>> talkers(String channel) {
    return messages.senders(channel, TALKERS_OF);
  }

  private static List<Message> concat(List<Message> stored, List<Message> recent) {
    return Stream.concat(stored.stream(), recent.stream()).toList();
  }

  private Future<Tail> tail(String channel, Page page, boolean recent) {
    TailWanted wanted = new TailWanted(partitions.of(channel), channel, page, recent);
    return tail(wanted, System.nanoTime() + WITHIN.toNanos());
  }

  private Future<Tail> tail(TailWanted wanted, long deadline) {
    OwnerDirectory.Owner owner = owners.ownerOf(wanted.partition());
    Future<Tail> asked =
        owner == null
            ? Future.failedFuture(
                new ProblemException(ProblemType.UNAVAILABLE, "The channel has no owner just now"))
            : Bus.request(
                vertx, Addresses.owner(owner.node()), wanted, Tail.class, Duration.ofSeconds(2));
    // During a take-over the next owner is known within seconds: wait for it rather than fail.
    return asked.recover(
        failure ->
            System.nanoTime() - deadline > 0
                    || ProblemException.of(failure).type() != ProblemType.UNAVAILABLE
                ? Future.failedFuture(failure)
                : vertx
                    .timer(RETRY_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS)
                    .compose(tick -> tail(wanted, deadline)));
  }
}
