package chat.team;

import chat.bus.Addresses;
import chat.bus.News;
import chat.protocol.ServerFrame;
import chat.sql.Database;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Tells connected devices that something of a team changed. Who is not connected reads it when they
 * come back.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class TeamNews {
  /** More guests than this learn of a new name when they come back. */
  private static final int GUESTS = 1_000;

  private final Vertx vertx;
  private final Database database;

  public TeamNews(Vertx vertx, Database database) {
    this.vertx = vertx;
    this.database = database;
  }

  /** The team has another name, or was opened or closed. */
  void renamed(Team team) {
    List<String> guests =
        database.list(
            "SELECT user FROM team_members WHERE team = ? AND role = 'guest' LIMIT ?",
            row -> row.getString(0),
            team.id(),
            GUESTS);
    publish(guests, team.general(), new ServerFrame.TeamChanged(team.id(), "renamed", null));
  }

  /**
   * {@code user} joined, left or has another role. Guests are not told: they may not know of each
   * other.
   */
  void member(Team team, String user) {
    publish(List.of(), team.general(), new ServerFrame.TeamChanged(team.id(), "member", user));
    own(team.id(), user);
  }

  /** What is the user's own in the team has changed. */
  void own(String team, String user) {
    publish(List.of(user), null, new ServerFrame.TeamChanged(team, "own", user));
  }

  private void publish(List<String> users, String channel, ServerFrame frame) {
    vertx.eventBus().publish(Addresses.NEWS, News.of(users, channel, frame));
  }
}
