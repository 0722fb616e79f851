package chat.account;

import chat.access.Access;
import chat.id.Ids;
import chat.sql.Database;
import chat.sql.Rows;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The devices that are signed in.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class Sessions {
  /** Far longer than access tokens live, so that {@link #endedWithin} still finds what matters. */
  private static final Duration KEPT_AFTER_END = Duration.ofDays(1);

  private final Database database;
  private final Clock clock;
  private final Duration life;

  /** A session with the refresh token that it has now. */
  record Open(String user, String device, String session, RefreshToken refresh) {}

  /** What became of a refresh. */
  sealed interface Refreshed {
    /** New tokens. */
    record Renewed(Open session) implements Refreshed {}

    /** The token was used before: the session has been ended. */
    record Reused(String user, String session) implements Refreshed {}

    /** No live session has such a token. */
    record Unknown() implements Refreshed {}
  }

  /**
   * A device with its session. Times are milliseconds since 1970.
   *
   * @param used when it got its newest tokens
   */
  public record Device(
      String id, String session, String name, String platform, long created, long used) {}

  /** A session that has ended. */
  record Ended(String user, String session) {}

  /**
   * The sessions in {@code database}.
   *
   * @param life how long a session lives after its last refresh
   */
  public Sessions(Database database, Clock clock, Duration life) {
    this.database = database;
    this.clock = clock;
    this.life = life;
  }

  Open open(String user, String deviceName, String platform) {
    String session = Ids.timeOrdered(clock);
    String device = Ids.timeOrdered(clock);
    RefreshToken token = RefreshToken.first(user, session);
    long now = clock.millis();
    database.update(
        "INSERT INTO sessions (user, session, device, device_name, platform, family, refresh,"
            + " created, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        user,
        session,
        device,
        deviceName,
        platform,
        Buffer.buffer(token.familyHash()),
        Buffer.buffer(token.secretHash()),
        now,
        now + life.toMillis());
    return new Open(user, device, session, token);
  }

  /** Exchanges a refresh token, once: of two at the same time one finds it used. */
  Refreshed refresh(RefreshToken token) {
    // Read first: nothing may go wrong between the exchange and its answer.
    Optional<String> device =
        database.one(
            "SELECT device FROM sessions WHERE user = ? AND session = ?",
            row -> row.getString(0),
            token.user(),
            token.session());
    RefreshToken next = token.next();
    long now = clock.millis();
    int renewed =
        database.update(
            "UPDATE sessions SET refresh = ?, expires = ? WHERE user = ? AND session = ?"
                + " AND family = ? AND refresh = ? AND ended IS NULL AND expires > ?",
            Buffer.buffer(next.secretHash()),
            now + life.toMillis(),
            token.user(),
            token.session(),
            Buffer.buffer(token.familyHash()),
            Buffer.buffer(token.secretHash()),
            now);
    if (renewed == 1 && device.isPresent()) {
      return new Refreshed.Renewed(new Open(token.user(), device.get(), token.session(), next));
    }
    return isOfFamily(token) && end(token.user(), token.session())
        ? new Refreshed.Reused(token.user(), token.session())
        : new Refreshed.Unknown();
  }

  private boolean isOfFamily(RefreshToken token) {
    return database
        .one(
            "SELECT family FROM sessions WHERE user = ? AND session = ? AND expires > ?",
            row -> row.getBuffer(0).getBytes(),
            token.user(),
            token.session(),
            clock.millis())
        .filter(family -> MessageDigest.isEqual(family, token.familyHash()))
        .isPresent();
  }

  /** The devices that are signed in, the one used last first; at most 200. */
  public List<Device> devices(String user) {
    return database.list(
        "SELECT device, session, device_name, platform, created, expires FROM sessions"
            + " WHERE user = ? AND ended IS NULL AND expires > ? ORDER BY expires DESC LIMIT 200",
        row ->
            new Device(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5) - life.toMillis()),
        user,
        clock.millis());
  }

  /** The sessions of these users that have neither ended nor expired. */
  public Set<String> live(List<String> users) {
    if (users.isEmpty()) {
      return Set.of();
    }
    List<Object> values = new ArrayList<>(users);
    values.add(clock.millis());
    return Set.copyOf(
        database.list(
            "SELECT session FROM sessions WHERE user IN (%s) AND ended IS NULL AND expires > ?"
                .formatted(Database.placeholders(users.size())),
            row -> row.getString(0),
            values.toArray()));
  }

  /** The signed-in device of the user; fails with {@code not-found}. */
  public Device device(String user, String id) {
    return devices(user).stream()
        .filter(device -> device.id().equals(id))
        .findFirst()
        .orElseThrow(() -> Access.notFound("device"));
  }

  /** Ends it; false if it had ended before. */
  public boolean end(String user, String session) {
    return database.update(
            "UPDATE sessions SET ended = ? WHERE user = ? AND session = ? AND ended IS NULL",
            clock.millis(),
            user,
            session)
        == 1;
  }

  /** Those that ended within the last {@code age}, at most 100,000. */
  List<Ended> endedWithin(Duration age) {
    return database.list(
        "SELECT user, session FROM sessions WHERE ended > ? ORDER BY ended DESC LIMIT 100000",
        row -> new Ended(row.getString(0), row.getString(1)),
        clock.millis() - age.toMillis());
  }

  /** Deletes those that ended or expired more than a day ago; returns how many. */
  public int deleteOver() {
    long before = clock.millis() - KEPT_AFTER_END.toMillis();
    return Rows.deleteAll(database.background(), "sessions WHERE ended < ?", before)
        + Rows.deleteAll(database.background(), "sessions WHERE expires < ?", before);
  }
}
