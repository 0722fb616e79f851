package chat.log;

import chat.bus.Addresses;
import chat.bus.Bus;
import chat.bus.BusMessage;
import chat.bus.OwnerMessages.Page;
import chat.bus.OwnerMessages.Page.Kind;
import chat.bus.OwnerMessages.Pins;
import chat.bus.OwnerMessages.PinsWanted;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
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

  /**
   * The newest {@code limit} messages of the channel's own page, that is without comments that are
   * in their thread only, with a {@code seq} below {@code before}, ascending.
   */
  public Future<List<Message>> before(String channel, long before, int limit) {
    return older(
        channel,
        new Page(Kind.BEFORE, before, limit),
        (end, most) -> messages.before(channel, end, most));
  }

  /** The newest {@code limit} comments on {@code parent} below {@code before}, ascending. */
  public Future<List<Message>> commentsBefore(String channel, long parent, long before, int limit) {
    return older(
        channel,
        Page.comments(Kind.BEFORE, parent, before, limit),
        (end, most) -> messages.commentsBefore(channel, parent, end, most));
  }

  private Future<List<Message>> older(
      String channel, Page page, BiFunction<Long, Integer, Future<List<Message>>> stored) {
    return page(
            channel,
            page,
            overlay -> {
              List<Message> recent = overlay.unstored();
              long end = Math.min(page.seq(), overlay.storedSeq() + 1);
              return stored
                  .apply(end, page.limit() - recent.size())
                  .map(found -> overlay.found(concat(overlay.newest(found), recent)));
            })
        .map(Found::items);
  }

  /** The oldest {@code limit} messages of the channel's own page above {@code after}, ascending. */
  public Future<List<Message>> after(String channel, long after, int limit) {
    return newer(
        channel,
        new Page(Kind.AFTER, after, limit),
        last -> messages.after(channel, after, last, limit));
  }

  /** The oldest {@code limit} comments on {@code parent} above {@code after}, ascending. */
  public Future<List<Message>> commentsAfter(String channel, long parent, long after, int limit) {
    return newer(
        channel,
        Page.comments(Kind.AFTER, parent, after, limit),
        last -> messages.commentsAfter(channel, parent, after, last, limit));
  }

  private Future<List<Message>> newer(
      String channel, Page page, LongFunction<Future<List<Message>>> stored) {
    return page(
            channel,
            page,
            overlay ->
                stored
                    .apply(overlay.storedSeq())
                    .map(found -> overlay.found(concat(overlay.newest(found), overlay.unstored()))))
        .map(found -> found.items().stream().limit(page.limit()).toList());
  }

  /** Those of the messages at these places that are there, ascending. */
  public Future<List<Message>> get(String channel, Collection<Long> seqs) {
    if (seqs.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return page(
            channel,
            Page.these(List.copyOf(seqs)),
            overlay -> {
              List<String> ids = new ArrayList<>();
              for (long seq : seqs) {
                if (seq > 0 && seq <= overlay.storedSeq() && overlay.at(seq) == null) {
                  ids.add(Messages.id(channel, seq));
                }
              }
              return messages.get(ids).map(found -> overlay.found(concat(found, overlay.all())));
            })
        .map(
            found ->
                found.items().stream().sorted(Comparator.comparingLong(Message::seq)).toList());
  }

  /** The pinned messages of a channel, the one pinned last at the end. */
  public Future<List<Message>> pinned(String channel) {
    return pins(channel, System.nanoTime() + WITHIN.toNanos())
        .compose(
            pins ->
                get(channel, pins.seqs())
                    .map(
                        found ->
                            found.stream()
                                .sorted(
                                    Comparator.comparingInt(
                                        message -> pins.seqs().indexOf(message.seq())))
                                .toList()));
  }

  private Future<Pins> pins(String channel, long deadline) {
    int partition = partitions.of(channel);
    return ask(
        partition, Addresses::pins, new PinsWanted(partition, channel), Pins.class, deadline);
  }

  /** How many comments on {@code parent} come after {@code after}. */
  public Future<Long> countComments(String channel, long parent, long after) {
    return tail(channel, Page.comments(Kind.AFTER, parent, after, Integer.MAX_VALUE), false)
        .map(Overlay::new)
        .compose(
            overlay ->
                messages
                    .countComments(channel, parent, after, overlay.storedSeq())
                    .map(stored -> stored + overlay.unstored().size()));
  }

  /**
   * What changed after {@code since}, comments too: each message once, in its state of now, oldest
   * change first; at most {@code limit} messages.
   */
  public Future<Changes> changes(String channel, long since, int limit) {
    Page page = new Page(Kind.CHANGED, since, limit + 1);
    return page(
            channel,
            page,
            overlay ->
                messages
                    .changes(channel, since, overlay.storedSeq(), page.limit())
                    .map(stored -> overlay.changed(page, stored)))
        .map(
            found -> {
              boolean more = found.items().size() > limit || found.more();
              List<Message> items =
                  found.items().size() > limit ? found.items().subList(0, limit) : found.items();
              // What was stored after the owner answered may stand past events that are missing
              // here.
              long reached =
                  found.items().size() > limit
                      ? Math.min(items.getLast().rev(), found.seq())
                      : found.seq();
              return new Changes(items, reached, more);
            });
  }

  /**
   * Messages of a page in its order.
   *
   * @param seq up to which event they are all there is
   * @param more whether more come after it, although these are not as many as asked for
   */
  record Found(List<Message> items, long seq, boolean more) {}

  /** What is stored of a page and what is not yet; the owner's memory where the store fails. */
  private Future<Found> page(
      String channel, Page page, Function<Overlay, Future<Found>> withStored) {
    return tail(channel, page, false)
        .compose(
            tail -> {
              if (tail.whole()) {
                return Future.succeededFuture(new Found(tail.tail(), tail.seq(), false));
              }
              Future<Found> both = withStored.apply(new Overlay(tail));
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
                    ? Future.succeededFuture(new Found(tail.tail(), tail.seq(), false))
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
    int partition = partitions.of(channel);
    return ask(
        partition,
        Addresses::owner,
        new TailWanted(partition, channel, page, recent),
        Tail.class,
        System.nanoTime() + WITHIN.toNanos());
  }

  private <T> Future<T> ask(
      int partition,
      UnaryOperator<String> address,
      BusMessage question,
      Class<T> answer,
      long deadline) {
    OwnerDirectory.Owner owner = owners.ownerOf(partition);
    Future<T> asked =
        owner == null
            ? Future.failedFuture(
                new ProblemException(ProblemType.UNAVAILABLE, "The channel has no owner just now"))
            : Bus.request(
                vertx, address.apply(owner.node()), question, answer, Duration.ofSeconds(2));
    // During a take-over the next owner is known within seconds: wait for it rather than fail.
    return asked.recover(
        failure ->
            System.nanoTime() - deadline > 0
                    || ProblemException.of(failure).type() != ProblemType.UNAVAILABLE
                ? Future.failedFuture(failure)
                : vertx
                    .timer(RETRY_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS)
                    .compose(tick -> ask(partition, address, question, answer, deadline)));
  }
}
