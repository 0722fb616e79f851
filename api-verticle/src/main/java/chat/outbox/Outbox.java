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
 * The table {@code outbox}: membership changes that are committed and not yet known to be in the
 * log.
 */
public final class Outbox {
  private final Clock clock;

  /** The part of a change that its row holds as JSON. */
  record Content(List<Member> added, List<String> removed, String by) {}

  public Outbox(Clock clock) {
    this.clock = clock;
  }

  /** Adds a change, in the transaction that makes it. */
  public void add(
      Queries sql,
      String channel,
      long version,
      List<Member> added,
      List<String> removed,
      String by) {
    sql.update(
        "INSERT INTO outbox (channel, version, change_json, created) VALUES (?, ?, ?, ?)",
        channel,
        version,
        new String(Wire.toJson(new Content(added, removed, by)), UTF_8),
        clock.millis());
  }

  /** The oldest changes of a channel, in the order of their versions. */
  List<LogRecord.ChangeMembers> ofChannel(Queries sql, String channel, int limit) {
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
  void delete(Queries sql, LogRecord.ChangeMembers change) {
    sql.update(
        "DELETE FROM outbox WHERE channel = ? AND version = ?", change.channel(), change.version());
  }

  private static LogRecord.ChangeMembers change(String channel, long version, String json) {
    try {
      Content content = Wire.fromJson(json.getBytes(UTF_8), Content.class);
      return new LogRecord.ChangeMembers(
          channel, version, content.added(), content.removed(), content.by());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("outbox " + channel + " " + version, e);
    }
  }
}
