package chat.attachment;

import chat.sql.Database;
import chat.sql.Queries;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The table {@code uploads}.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
final class UploadRows {
  private static final String COLUMNS = "user, object, channel, size, type, message, taken, sent";

  private final Database database;
  private final Clock clock;

  /**
   * An upload.
   *
   * @param key of the object
   * @param message the operation that sends it, or null
   * @param taken when that was, in milliseconds since 1970, or null
   * @param sent whether the message is known to be there
   */
  record Upload(
      String user,
      String key,
      String channel,
      long size,
      ImageType type,
      String message,
      Long taken,
      boolean sent) {}

  UploadRows(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  void add(Upload upload) {
    database.update(
        "INSERT INTO uploads (user, object, channel, size, type, created)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        upload.user(),
        upload.key(),
        upload.channel(),
        upload.size(),
        upload.type().mediaType(),
        clock.millis());
  }

  /** Those of the user with these keys, by key. */
  Map<String, Upload> find(String user, List<String> keys) {
    Map<String, Upload> found = new HashMap<>();
    list(" WHERE user = ? AND object IN (", keys, user)
        .forEach(upload -> found.put(upload.key(), upload));
    return found;
  }

  private List<Upload> list(String where, List<String> keys, String user) {
    List<Object> values = new ArrayList<>(List.of(user));
    values.addAll(keys);
    return database.list(
        "SELECT " + COLUMNS + " FROM uploads" + where + Database.placeholders(keys.size()) + ")",
        UploadRows::upload,
        values.toArray());
  }

  /** Lets that operation, and no other, send it; false if another does. */
  boolean take(Upload upload, String message) {
    return database.update(
            "UPDATE uploads SET message = ?, taken = ? WHERE user = ? AND object = ?"
                + " AND (message IS NULL OR message = ?)",
            message,
            clock.millis(),
            upload.user(),
            upload.key(),
            message)
        == 1;
  }

  /** The message with these is there. */
  void sent(String user, List<String> keys) {
    List<Object> values = new ArrayList<>(List.of(user));
    values.addAll(keys);
    database.update(
        "UPDATE uploads SET sent = TRUE WHERE user = ? AND object IN ("
            + Database.placeholders(keys.size())
            + ")",
        values.toArray());
  }

  /** Those made longer than {@code age} ago, the oldest first. */
  List<Upload> olderThan(Duration age, int limit) {
    return background()
        .list(
            "SELECT " + COLUMNS + " FROM uploads WHERE created < ? ORDER BY created LIMIT ?",
            UploadRows::upload,
            clock.millis() - age.toMillis(),
            limit);
  }

  /** Forgets it; false if it has changed meanwhile. */
  boolean delete(Upload upload) {
    return background()
            .update(
                "DELETE FROM uploads WHERE user = ? AND object = ? AND message <=> ?",
                upload.user(),
                upload.key(),
                upload.message())
        == 1;
  }

  private Queries background() {
    return database.background();
  }

  private static Upload upload(Row row) {
    return new Upload(
        row.getString(0),
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        ImageType.of(row.getString(4)).orElseThrow(),
        row.getString(5),
        row.getLong(6),
        row.getBoolean(7));
  }
}
