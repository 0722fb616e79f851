package chat.team;

import chat.access.Access;
import chat.id.Ids;
import chat.sql.Database;
import chat.sql.Queries;
import chat.sql.Rows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Invitations.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class Invites {
  private final Database database;
  private final Clock clock;

  /** An invitation. */
  record Invite(String code, String team, Instant expires) {}

  public Invites(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** A new invitation that {@code uses} people can use. */
  Invite create(String team, String by, Duration life, int uses) {
    long now = clock.millis();
    Invite invite = new Invite(Ids.random(), team, Instant.ofEpochMilli(now).plus(life));
    database.update(
        "INSERT INTO invites (code, team, created_by, created, expires, uses_left)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        invite.code(),
        team,
        by,
        now,
        invite.expires().toEpochMilli(),
        uses);
    return invite;
  }

  /** The team that a code which has not expired invites to, used up or not. */
  Optional<String> team(String code) {
    return database.one(
        "SELECT team FROM invites WHERE code = ? AND expires > ?",
        row -> row.getString(0),
        code,
        clock.millis());
  }

  /** Uses it once, in the transaction of the joining; fails with {@code not-found} if used up. */
  void use(Queries sql, String code) {
    int used =
        sql.update(
            "UPDATE invites SET uses_left = uses_left - 1"
                + " WHERE code = ? AND expires > ? AND uses_left > 0",
            code,
            clock.millis());
    if (used == 0) {
      throw Access.notFound("invitation");
    }
  }

  /** Deletes those that expired more than a day ago; returns how many. */
  public int deleteOver() {
    long before = clock.millis() - Duration.ofDays(1).toMillis();
    return Rows.deleteAll(database.background(), "invites WHERE expires < ?", before);
  }
}
