package chat.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Wire;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes read positions to {@code chat.reads}. A record's key is user and channel, so compaction
 * keeps the newest position of each channel; its partition is the user's, so one consumer sees all
 * that a user reads.
 *
 * <p>Thread-safe; never blocks.
 */
public final class ReadLog {
  private final Vertx vertx;
  private final Partitions partitions;
  private final Producer<byte[], byte[]> producer;

  /**
   * The value of a record: {@code user} has read {@code channel} up to {@code n}, or has marked it
   * unread, or has read the comments on one of its messages.
   *
   * @param n 0 if it says nothing of what was read
   * @param unreadFrom the {@code n} of the first message that is to count as unread; {@code null}
   *     if none is: what was marked before is read now
   * @param parent the {@code seq} of the message whose comments were read, and nothing else is
   *     said; 0 if it is about the channel. The store has it already: it is here for those who took
   *     notice of the comments
   * @param comment the {@code seq} of the last comment that was read
   */
  public record Position(
      String user,
      String channel,
      long n,
      Long unreadFrom,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long parent,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long comment) {
    /** Read up to {@code n}, and nothing marked unread. */
    public Position(String user, String channel, long n) {
      this(user, channel, n, null);
    }

    /** Read up to {@code n}, and marked unread from a message on. */
    public Position(String user, String channel, long n, Long unreadFrom) {
      this(user, channel, n, unreadFrom, 0, 0);
    }

    /** The comments on a message were read up to one of them. */
    public static Position ofThread(String user, String channel, long parent, long comment) {
      return new Position(user, channel, 0, null, parent, comment);
    }
  }

  /**
   * A position and its place in the log.
   *
   * @param offset of its record, or, where several records together led to it, of the last of them;
   *     no two records of one user have the same
   */
  public record Entry(Position position, long offset) {}

  public ReadLog(Vertx vertx, Partitions partitions, Producer<byte[], byte[]> producer) {
    this.vertx = vertx;
    this.partitions = partitions;
    this.producer = producer;
  }

  /** Completes when the position is durable; fails with {@code unavailable} if it may not be. */
  public Future<Void> advance(Position position) {
    Promise<Void> written = ((ContextInternal) vertx.getOrCreateContext()).promise();
    // Compaction keeps the newest record of a key: neither a mark nor a thread, of which the newest
    // is enough, may remove a position.
    String kind =
        position.parent() != 0 ? ":thread" : position.unreadFrom() != null ? ":unread" : "";
    byte[] key = (position.user() + ':' + position.channel() + kind).getBytes(US_ASCII);
    int partition = partitions.of(position.user());
    try {
      producer.send(
          new ProducerRecord<>(LogTopics.READS, partition, key, Wire.toCbor(position)),
          (metadata, failure) -> {
            if (failure == null) {
              written.complete();
            } else {
              written.fail(refusal());
            }
          });
    } catch (RuntimeException e) {
      written.tryFail(refusal());
    }
    return written.future();
  }

  private static ProblemException refusal() {
    return new ProblemException(ProblemType.UNAVAILABLE, "The read position was not stored");
  }
}
