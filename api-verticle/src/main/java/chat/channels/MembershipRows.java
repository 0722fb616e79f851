package chat.channels;

import chat.access.Role;
import chat.log.LogRecord;
import chat.outbox.Outbox;
import chat.protocol.MemberChange.Member;
import chat.sql.Queries;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Changes channels and their members: the rows by channel, those by user, the channel's membership
 * version and the outbox, in the transaction of the caller. Changes of one channel follow each
 * other, because each locks the channel's row first.
 */
public final class MembershipRows {
  private final Clock clock;
  private final Outbox outbox;

  public MembershipRows(Clock clock, Outbox outbox) {
    this.clock = clock;
    this.outbox = outbox;
  }

  /** Locks the channel against other changes of its members until the transaction ends. */
  public void lock(Queries sql, Channel channel) {
    version(sql, channel);
  }

  /** Adds those who are not members yet; true if there was somebody to add. */
  public boolean add(Queries sql, Channel channel, Map<String, Role> people, String by) {
    long version = version(sql, channel);
    Map<String, Role> added = new LinkedHashMap<>(people);
    members(sql, channel, new ArrayList<>(people.keySet())).forEach(added::remove);
    if (added.isEmpty()) {
      return false;
    }
    String kind = channel.kind().name().toLowerCase(Locale.ROOT);
    long now = clock.millis();
    sql.batch(
        "INSERT INTO channel_members (home, channel, user, role, joined) VALUES (?, ?, ?, ?, ?)",
        added.entrySet().stream()
            .map(
                one ->
                    List.<Object>of(
                        channel.home(), channel.id(), one.getKey(), one.getValue().text(), now))
            .toList());
    sql.batch(
        "INSERT INTO user_channels (user, channel, kind, role) VALUES (?, ?, ?, ?)",
        added.entrySet().stream()
            .map(one -> List.<Object>of(one.getKey(), channel.id(), kind, one.getValue().text()))
            .toList());
    List<Member> news =
        added.entrySet().stream()
            .map(one -> new Member(one.getKey(), one.getValue().text()))
            .toList();
    record(sql, channel, version + 1, news, List.of(), by);
    return true;
  }

  /** Removes one member; true if they were one. */
  public boolean remove(Queries sql, Channel channel, String user, String by) {
    long version = version(sql, channel);
    int removed =
        sql.update(
            "DELETE FROM channel_members WHERE home = ? AND channel = ? AND user = ?",
            channel.home(),
            channel.id(),
            user);
    if (removed == 0) {
      return false;
    }
    sql.update("DELETE FROM user_channels WHERE user = ? AND channel = ?", user, channel.id());
    record(sql, channel, version + 1, List.of(), List.of(user), by);
    return true;
  }

  /**
   * Ends all memberships of {@code user} in channels of the team, in as many statements however
   * many they are; returns the channels. The caller has ended the membership of the team before, so
   * that nobody can add them to another channel meanwhile.
   */
  public List<String> removeFromAll(Queries sql, String team, String user, String by) {
    List<String> channels =
        sql.list(
            "SELECT channel FROM channel_members WHERE home = ? AND user = ? FOR UPDATE",
            row -> row.getString(0),
            team,
            user);
    if (channels.isEmpty()) {
      return channels;
    }
    List<Object> values = new ArrayList<>(List.of(team));
    values.addAll(channels);
    String among = " AND channel IN (" + chat.sql.Database.placeholders(channels.size()) + ")";
    sql.update(
        "UPDATE channels SET membership_version = membership_version + 1 WHERE home = ?" + among,
        values.toArray());
    sql.list(
            "SELECT channel, membership_version FROM channels WHERE home = ?" + among,
            row ->
                new LogRecord.ChangeMembers(
                    row.getString(0), row.getLong(1), List.of(), List.of(user), by),
            values.toArray())
        .forEach(change -> outbox.add(sql, change));
    sql.update("DELETE FROM channel_members WHERE home = ? AND user = ?", team, user);
    values.set(0, user);
    sql.update("DELETE FROM user_channels WHERE user = ?" + among, values.toArray());
    return channels;
  }

  /**
   * Gives the channel another name or topic, or archives it or brings it back; a part that is null
   * stays. Returns it as it is then.
   */
  public Channel change(
      Queries sql, Channel channel, String name, String topic, Boolean archived, String by) {
    long version = version(sql, channel) + 1;
    Channel old = ChannelRows.current(sql, channel);
    Channel changed =
        new Channel(
            old.id(),
            old.home(),
            old.kind(),
            name == null ? old.name() : name,
            old.isPrivate(),
            old.encrypted(),
            topic == null ? old.topic() : topic,
            archived == null ? old.archived() : archived);
    if (changed.equals(old)) {
      return old;
    }
    sql.update(
        "UPDATE channels SET name = ?, public_name = ?, topic = ?, archived = ?,"
            + " membership_version = ? WHERE home = ? AND channel = ?",
        changed.name(),
        changed.publicName(),
        changed.topic(),
        changed.archived(),
        version,
        changed.home(),
        changed.id());
    outbox.add(
        sql,
        new LogRecord.ChangeChannel(
            changed.id(), version, changed.name(), changed.topic(), changed.archived(), by));
    return changed;
  }

  private void record(
      Queries sql,
      Channel channel,
      long version,
      List<Member> added,
      List<String> removed,
      String by) {
    sql.update(
        "UPDATE channels SET membership_version = ? WHERE home = ? AND channel = ?",
        version,
        channel.home(),
        channel.id());
    outbox.add(sql, new LogRecord.ChangeMembers(channel.id(), version, added, removed, by));
  }

  private static long version(Queries sql, Channel channel) {
    return sql.one(
            "SELECT membership_version FROM channels WHERE home = ? AND channel = ? FOR UPDATE",
            row -> row.getLong(0),
            channel.home(),
            channel.id())
        .orElseThrow(() -> new IllegalStateException("channel " + channel.id() + " has vanished"));
  }

  private static List<String> members(Queries sql, Channel channel, List<String> among) {
    List<Object> values = new ArrayList<>(List.of(channel.home(), channel.id()));
    values.addAll(among);
    return sql.list(
        "SELECT user FROM channel_members WHERE home = ? AND channel = ? AND user IN ("
            + chat.sql.Database.placeholders(among.size())
            + ")",
        row -> row.getString(0),
        values.toArray());
  }
}
