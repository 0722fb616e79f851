package chat.team;

import chat.access.Access;
import chat.access.Role;
import chat.id.Ids;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.sql.Database;
import chat.sql.Queries;
import chat.sql.Rows;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Invitations. The table {@code invites} finds the team of a code; {@code team_invites} has the
 * rest.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class Invites {
  /** Of a team, at a time. */
  static final int MOST = 500;

  private static final String COLUMNS =
      "code, team, role, channels, created_by, created, expires, uses, uses_left";

  private final Database database;
  private final Clock clock;

  /**
   * An invitation.
   *
   * @param role what who uses it becomes
   * @param channels that they are put into
   * @param uses how many people can use it in all
   */
  record Invite(
      String code,
      String team,
      Role role,
      List<String> channels,
      String createdBy,
      long created,
      Instant expires,
      int uses,
      int usesLeft) {}

  public Invites(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** A new invitation; fails with {@code unprocessable} if the team has too many. */
  Invite create(String team, String by, Role role, List<String> channels, Duration life, int uses) {
    long now = clock.millis();
    long live =
        database
            .one("SELECT COUNT(*) FROM team_invites WHERE team = ?", row -> row.getLong(0), team)
            .orElse(0L);
    if (live >= MOST) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "A team has at most " + MOST + " invitations; revoke some that are not needed");
    }
    Invite invite =
        new Invite(
            Ids.random(),
            team,
            role,
            channels,
            by,
            now,
            Instant.ofEpochMilli(now).plus(life),
            uses,
            uses);
    long expires = invite.expires().toEpochMilli();
    database.inTransaction(
        sql -> {
          sql.update(
              "INSERT INTO invites (code, team, expires) VALUES (?, ?, ?)",
              invite.code(),
              team,
              expires);
          return sql.update(
              "INSERT INTO team_invites (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
              invite.code(),
              team,
              role.text(),
              String.join(",", channels),
              by,
              now,
              expires,
              uses,
              uses);
        });
    return invite;
  }

  /** The invitation of a code, used up or not; nothing if it has expired. */
  Optional<Invite> find(String code) {
    return database
        .one("SELECT team FROM invites WHERE code = ?", row -> row.getString(0), code)
        .flatMap(
            team ->
                database.one(
                    "SELECT "
                        + COLUMNS
                        + " FROM team_invites WHERE team = ? AND code = ? AND expires > ?",
                    Invites::invite,
                    team,
                    code,
                    clock.millis()));
  }

  /**
   * Those that have not expired, the newest first, made before that time and code.
   *
   * @param by whose; null for everybody's
   */
  List<Invite> of(String team, String by, long created, String code, int limit) {
    List<Object> values = new ArrayList<>(List.of(team, clock.millis(), created, created, code));
    if (by != null) {
      values.add(by);
    }
    values.add(limit);
    return database.list(
        "SELECT "
            + COLUMNS
            + " FROM team_invites WHERE team = ? AND expires > ?"
            + " AND (created < ? OR (created = ? AND code < ?))"
            + (by == null ? "" : " AND created_by = ?")
            + " ORDER BY created DESC, code DESC LIMIT ?",
        Invites::invite,
        values.toArray());
  }

  /** Uses it once, in the transaction of the joining; fails with {@code not-found} if used up. */
  void use(Queries sql, Invite invite) {
    int used =
        sql.update(
            "UPDATE team_invites SET uses_left = uses_left - 1"
                + " WHERE team = ? AND code = ? AND expires > ? AND uses_left > 0",
            invite.team(),
            invite.code(),
            clock.millis());
    if (used == 0) {
      throw Access.notFound("invitation");
    }
  }

  /** Takes it back. */
  void revoke(Invite invite) {
    database.inTransaction(
        sql -> {
          sql.update(
              "DELETE FROM team_invites WHERE team = ? AND code = ?", invite.team(), invite.code());
          return sql.update("DELETE FROM invites WHERE code = ?", invite.code());
        });
  }

  /** Takes back all that {@code user} made, in the transaction that ends their membership. */
  static void revokeAllOf(Queries sql, String team, String user) {
    sql.update("DELETE FROM team_invites WHERE team = ? AND created_by = ?", team, user);
  }

  /** Deletes those that expired more than a day ago; returns how many. */
  public int deleteOver() {
    long before = clock.millis() - Duration.ofDays(1).toMillis();
    Rows.deleteAll(database.background(), "invites WHERE expires < ?", before);
    return Rows.deleteAll(database.background(), "team_invites WHERE expires < ?", before);
  }

  private static Invite invite(Row row) {
    String channels = row.getString(3);
    return new Invite(
        row.getString(0),
        row.getString(1),
        Role.of(row.getString(2)),
        channels.isEmpty() ? List.of() : List.of(channels.split(",")),
        row.getString(4),
        row.getLong(5),
        Instant.ofEpochMilli(row.getLong(6)),
        row.getInteger(7),
        row.getInteger(8));
  }
}
