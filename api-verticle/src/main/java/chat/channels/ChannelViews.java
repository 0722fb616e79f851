package chat.channels;

import chat.access.Role;
import chat.account.Accounts;
import chat.account.Person;
import chat.sql.Database;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Channels as somebody sees them: with what is the viewer's own, and with the people of direct
 * messages.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class ChannelViews {
  private final Database database;
  private final Accounts accounts;
  private final Clock clock;

  public ChannelViews(Database database, Accounts accounts, Clock clock) {
    this.database = database;
    this.accounts = accounts;
    this.clock = clock;
  }

  /** That channel as {@code user} sees it. */
  ChannelView of(Channel channel, String user) {
    return of(List.of(channel), user).getFirst();
  }

  /** These channels as {@code user} sees them. */
  List<ChannelView> of(List<Channel> channels, String user) {
    Map<String, Own> own = own(user, channels.stream().map(Channel::id).toList());
    Map<String, List<Person>> people =
        people(channels.stream().filter(Channel::isDm).map(Channel::id).toList());
    long now = clock.millis();
    return channels.stream()
        .map(
            channel ->
                ChannelView.of(
                    channel,
                    Optional.ofNullable(own.get(channel.id())),
                    people.get(channel.id()),
                    now))
        .toList();
  }

  /** What of these channels is the user's own, by channel; those without them are left out. */
  private Map<String, Own> own(String user, List<String> channels) {
    Map<String, Own> found = new HashMap<>();
    if (!channels.isEmpty()) {
      List<Object> values = new ArrayList<>(List.of(user));
      values.addAll(channels);
      database
          .list(
              "SELECT channel, role, level, level_until FROM user_channels"
                  + " WHERE user = ? AND channel IN ("
                  + Database.placeholders(channels.size())
                  + ")",
              row -> Map.entry(row.getString(0), own(row)),
              values.toArray())
          .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    }
    return found;
  }

  private static Own own(Row row) {
    return new Own(Role.of(row.getString(1)), Level.of(row.getString(2)), row.getLong(3));
  }

  /** The people of these direct messages, by channel. */
  private Map<String, List<Person>> people(List<String> dms) {
    Map<String, List<String>> users = new LinkedHashMap<>();
    if (!dms.isEmpty()) {
      String marks = Database.placeholders(dms.size());
      List<Object> values = new ArrayList<>(dms);
      values.addAll(dms);
      // A direct message is its own home: each of these is a range of one primary key.
      database
          .list(
              "SELECT channel, user FROM channel_members WHERE home IN ("
                  + marks
                  + ") AND channel IN ("
                  + marks
                  + ") ORDER BY user",
              row -> new String[] {row.getString(0), row.getString(1)},
              values.toArray())
          .forEach(row -> users.computeIfAbsent(row[0], dm -> new ArrayList<>()).add(row[1]));
    }
    Map<String, Person> people =
        accounts.findAll(users.values().stream().flatMap(List::stream).distinct().toList());
    Map<String, List<Person>> result = new LinkedHashMap<>();
    users.forEach((dm, ids) -> result.put(dm, ids.stream().map(people::get).toList()));
    return result;
  }
}
