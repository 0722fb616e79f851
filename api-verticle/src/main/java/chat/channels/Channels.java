package chat.channels;

import chat.access.Access;
import chat.access.Role;
import chat.account.Accounts;
import chat.account.Person;
import chat.cache.FencedCache;
import chat.id.Ids;
import chat.outbox.OutboxRelay;
import chat.sql.Database;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes channels and changes who is in them. Whatever changes members is in the channel's log when
 * the call returns, or will follow (see {@link OutboxRelay}).
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads. Does not check who may: that is
 * {@link Access}'s.
 */
public final class Channels {
  private final Database database;
  private final FencedCache cache;
  private final MembershipRows memberships;
  private final OutboxRelay relay;
  private final Accounts accounts;
  private final Clock clock;

  /** A member of a channel. */
  public record ChannelMember(Person person, Role role) {}

  private record Row(String user, String role) {}

  public Channels(
      Database database,
      FencedCache cache,
      MembershipRows memberships,
      OutboxRelay relay,
      Accounts accounts,
      Clock clock) {
    this.database = database;
    this.cache = cache;
    this.memberships = memberships;
    this.relay = relay;
    this.accounts = accounts;
    this.clock = clock;
  }

  /** A new channel of a team with its first member, who owns it. */
  public Channel create(String team, String name, boolean isPrivate, String owner) {
    Channel channel = new Channel(Ids.random(), team, Channel.Kind.CHANNEL, name, isPrivate, false);
    database.inTransaction(
        sql -> {
          ChannelRows.insert(sql, channel, clock.millis());
          return memberships.add(sql, channel, Map.of(owner, Role.OWNER), owner);
        });
    relay.deliverAndWait(channel.id());
    return channel;
  }

  /** Makes {@code user} a member, unless they are one already. */
  public void add(Channel channel, String user, Role role, String by) {
    boolean added =
        cache.write(
            List.of(Access.channelRoleKey(channel.id(), user)),
            () ->
                database.inTransaction(
                    sql -> memberships.add(sql, channel, Map.of(user, role), by)));
    if (added) {
      relay.deliverAndWait(channel.id());
    }
  }

  /** Ends the membership; false if there was none. */
  public boolean remove(Channel channel, String user, String by) {
    boolean removed =
        cache.write(
            List.of(Access.channelRoleKey(channel.id(), user)),
            () -> database.inTransaction(sql -> memberships.remove(sql, channel, user, by)));
    if (removed) {
      relay.deliverAndWait(channel.id());
    }
    return removed;
  }

  /** Members in the order of their ids, after the id {@code after}. */
  public List<ChannelMember> members(Channel channel, String after, int limit) {
    List<Row> rows =
        database.list(
            "SELECT user, role FROM channel_members WHERE home = ? AND channel = ? AND user > ?"
                + " ORDER BY user LIMIT ?",
            row -> new Row(row.getString(0), row.getString(1)),
            channel.home(),
            channel.id(),
            after,
            limit);
    Map<String, Person> people = accounts.findAll(rows.stream().map(Row::user).toList());
    List<ChannelMember> members = new ArrayList<>();
    for (Row row : rows) {
      members.add(new ChannelMember(people.get(row.user()), Role.of(row.role())));
    }
    return members;
  }

  /** The people of these direct messages, by channel. */
  public Map<String, List<Person>> people(List<String> dms) {
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
