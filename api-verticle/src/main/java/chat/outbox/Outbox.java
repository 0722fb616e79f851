package chat.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.log.LogRecord;
import chat.protocol.MemberChange.Member;
import chat.protocol.Wire;
import chat.sql.Queries;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The table {@code outbox}: changes of channels and of their members that are committed and not yet
 * known to be in the log.
 */
public final class Outbox {
  private final Clock clock;

  /** The part of a change that its row holds as JSON: of members, or of the channel. */
  record Content(List<Member> added, List<String> removed, String by, Named channel) {}

  /** The channel after a change of it. */
  record Named(String name, String topic, boolean archived) {}

  public Outbox(Clock clock) {
    this.clock = clock;
  }

  /** Adds a change, in the transaction that makes it. */
  public void add(Queries sql, LogRecord.FromDirectory change) {
    sql.update(
        "INSERT INTO outbox (channel, version, change_json, created) VALUES (?, ?, ?, ?)",
        change.channel(),
        change.version(),
        new String(Wire.toJson(content(change)), UTF_8),
        clock.millis());
  }

  private static Content content(LogRecord.FromDirectory change) {
    return switch (change) {
      case LogRecord.ChangeMembers members ->
          new Content(members.added(), members.removed(), members.by(), null);
      case LogRecord.ChangeChannel channel ->
          new Content(
              null,
              null,
              channel.by(),
              new Named(channel.name(), channel.topic(), channel.archived()));
    };
  }

  /** The oldest changes of a channel, in the order of their versions. */
  List<LogRecord.FromDirectory> ofChannel(Queries sql, String channel, int limit) {
    return sql.list(
        "SELECT version, change_json FROM outbox WHERE channel = ? ORDER BY version LIMIT ?",
        row -> change(channel, row.getLong(0), row.getString(1)),
        channel,
        limit);
  }

  /** Channels with changes that are older than {@code age}, the oldest first. */
  List<String> channels(Queries sql, Duration age, int limit) {
    return sql.list(
        "SELECT channel, MIN(created) AS oldest FROM outbox WHERE created < ?"
            + " GROUP BY channel ORDER BY oldest LIMIT ?",
        row -> row.getString(0),
        clock.millis() - age.toMillis(),
        limit);
  }

  /** How old the oldest change is. */
  Duration lag(Queries sql) {
    return sql.one("SELECT MIN(created) FROM outbox", row -> Optional.ofNullable(row.getLong(0)))
        .flatMap(oldest -> oldest)
        .map(oldest -> Duration.ofMillis(Math.max(0, clock.millis() - oldest)))
        .orElse(Duration.ZERO);
  }

  /** Forgets a change that is in the log. */
  void delete(Queries sql, LogRecord.FromDirectory change) {
    sql.update(
        "DELETE FROM outbox WHERE channel = ? AND version = ?", change.channel(), change.version());
  }

  private static LogRecord.FromDirectory change(String channel, long version, String json) {
    try {
      Content content = Wire.fromJson(json.getBytes(UTF_8), Content.class);
      Named named = content.channel();
      return named == null
          ? new LogRecord.ChangeMembers(
              channel, version, content.added(), content.removed(), content.by())
          : new LogRecord.ChangeChannel(
              channel, version, named.name(), named.topic(), named.archived(), content.by());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("outbox " + channel + " " + version, e);
    }
  }
}
