package chat.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.id.Ids;
import chat.log.LogRecord;
import chat.log.Origin;
import chat.protocol.Wire;
import java.io.UncheckedIOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record as it came from the log, and who waits for what becomes of it.
 *
 * @param origin {@code null} if nobody waits
 */
record Arrival(LoggedRecord record, Origin origin) {

  /** Reads a record of the topic; one that makes no sense has {@code null} in its place. */
  static Arrival of(ConsumerRecord<byte[], byte[]> consumed) {
    String channel = consumed.key() == null ? "" : new String(consumed.key(), US_ASCII);
    return new Arrival(
        new LoggedRecord(
            channel, read(channel, consumed.value()), consumed.offset(), consumed.timestamp()),
        Origin.in(consumed.headers()));
  }

  private static LogRecord read(String channel, byte[] value) {
    if (value == null) {
      return null;
    }
    try {
      LogRecord record = Wire.fromCbor(value, LogRecord.class);
      return isWhole(record) && channel.equals(record.channel()) ? record : null;
    } catch (UncheckedIOException e) {
      return null;
    }
  }

  private static boolean isWhole(LogRecord record) {
    return switch (record) {
      case null -> false;
      case LogRecord.PostMessage post ->
          post.id() != null && Ids.isId(post.sender()) && post.body() != null && post.enc() != null;
      case LogRecord.ChangeMessage change ->
          change.id() != null && Ids.isId(change.user()) && change.seq() > 0 && hasValue(change);
      case LogRecord.ChangeMembers change -> change.added() != null && change.removed() != null;
      case LogRecord.ChangeChannel change -> change.name() != null && change.topic() != null;
    };
  }

  private static boolean hasValue(LogRecord.ChangeMessage record) {
    return switch (record) {
      case LogRecord.EditMessage edit -> edit.body() != null && edit.enc() != null;
      case LogRecord.React react -> react.emoji() != null;
      case LogRecord.DeleteMessage delete -> true;
      case LogRecord.Pin pin -> true;
    };
  }
}
