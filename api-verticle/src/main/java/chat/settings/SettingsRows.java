package chat.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.access.Access;
import chat.protocol.UserSettings;
import chat.protocol.Wire;
import chat.sql.Database;
import chat.sql.Queries;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What users have set, in the column {@code settings} of their accounts.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class SettingsRows {
  private final Database database;

  public SettingsRows(Database database) {
    this.database = database;
  }

  /** The user's settings. */
  public UserSettings of(String user) {
    return read(database, user, "");
  }

  /** Those of these users, at most 1,000, who do not want to be told anything at that time. */
  public Set<String> quietAmong(List<String> users, Instant time) {
    return database
        .list(
            "SELECT user, settings FROM accounts WHERE settings <> '{}' AND user IN ("
                + Database.placeholders(users.size())
                + ")",
            row -> isQuiet(parse(row.getString(0), row.getString(1)), time) ? row.getString(0) : "",
            users.toArray())
        .stream()
        .collect(Collectors.toSet());
  }

  private static boolean isQuiet(UserSettings settings, Instant time) {
    return (settings.pausedUntil() != null && settings.pausedUntil().isAfter(time))
        || (settings.quietHours() != null && QuietTimes.of(settings.quietHours()).contains(time));
  }

  /** Changes them; two devices that change different parts at once both succeed. */
  UserSettings change(String user, UnaryOperator<UserSettings> change) {
    return database.inTransaction(
        sql -> {
          UserSettings changed = change.apply(read(sql, user, " FOR UPDATE"));
          sql.update(
              "UPDATE accounts SET settings = ? WHERE user = ?",
              new String(Wire.toJson(changed), UTF_8),
              user);
          return changed;
        });
  }

  private static UserSettings read(Queries sql, String user, String lock) {
    String json =
        sql.one(
                "SELECT settings FROM accounts WHERE user = ?" + lock,
                row -> row.getString(0),
                user)
            .orElseThrow(() -> Access.notFound("account"));
    return parse(user, json);
  }

  private static UserSettings parse(String user, String json) {
    try {
      return Wire.fromJson(json.getBytes(UTF_8), UserSettings.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings of " + user, e);
    }
  }
}
