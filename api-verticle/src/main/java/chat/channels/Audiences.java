package chat.channels;

import chat.bus.PushMessages.Audience;
import chat.bus.PushMessages.AudienceOf;
import chat.bus.PushMessages.Listener;
import chat.settings.SettingsRows;
import chat.sql.Database;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Answers the push role who is in a channel and what they want to be told now. Always read from the
 * database.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class Audiences {
  private static final int CHUNK = 1_000;
  private static final String LEVELS =
      "SELECT user, level FROM user_channels WHERE user IN (%s) AND channel = ? AND level <> 'all'"
          + " AND (level_until IS NULL OR level_until > ?)";
  private static final String MUTED =
      "SELECT user FROM user_teams WHERE user IN (%s) AND team = ? AND muted"
          + " AND (muted_until IS NULL OR muted_until > ?)";

  private final Database database;
  private final ChannelRows channels;
  private final SettingsRows settings;
  private final Clock clock;

  private record Chosen(String user, String level) {}

  public Audiences(Database database, ChannelRows channels, SettingsRows settings, Clock clock) {
    this.database = database;
    this.channels = channels;
    this.settings = settings;
    this.clock = clock;
  }

  /** Nobody, for a channel that does not exist. */
  public Audience of(AudienceOf request) {
    return new Audience(channels.find(request.channel()).map(this::members).orElseGet(List::of));
  }

  private List<Listener> members(Channel channel) {
    List<String> users =
        database.list(
            "SELECT user FROM channel_members WHERE home = ? AND channel = ?",
            row -> row.getString(0),
            channel.home(),
            channel.id());
    List<Listener> listeners = new ArrayList<>(users.size());
    for (int from = 0; from < users.size(); from += CHUNK) {
      listeners.addAll(
          listeners(channel, users.subList(from, Math.min(from + CHUNK, users.size()))));
    }
    return listeners;
  }

  private List<Listener> listeners(Channel channel, List<String> users) {
    Map<String, String> levels =
        chosen(LEVELS, users, channel.id(), row -> new Chosen(row.getString(0), row.getString(1)))
            .stream()
            .collect(Collectors.toMap(Chosen::user, Chosen::level));
    Set<String> muted =
        new HashSet<>(chosen(MUTED, users, channel.home(), row -> row.getString(0)));
    Set<String> quiet = settings.quietAmong(users, clock.instant());
    return users.stream()
        .map(
            user ->
                new Listener(
                    user,
                    levels.getOrDefault(user, Level.ALL.text()),
                    muted.contains(user),
                    quiet.contains(user)))
        .toList();
  }

  private <T> List<T> chosen(String sql, List<String> users, String place, Function<Row, T> read) {
    List<Object> values = new ArrayList<>(users);
    values.add(place);
    values.add(clock.millis());
    return database.list(
        sql.formatted(Database.placeholders(users.size())), read, values.toArray());
  }
}
