package chat.channels;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.access.Role;
import chat.id.Ids;
import chat.outbox.OutboxRelay;
import chat.sql.Database;
import chat.sql.DuplicateKeyException;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Direct messages: for each set of people at most one channel.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class DirectMessages {
  private final Database database;
  private final ChannelRows rows;
  private final MembershipRows memberships;
  private final OutboxRelay relay;
  private final Clock clock;

  /** A direct message, and whether it is new. */
  public record Opened(Channel channel, boolean isNew) {}

  public DirectMessages(
      Database database,
      ChannelRows rows,
      MembershipRows memberships,
      OutboxRelay relay,
      Clock clock) {
    this.database = database;
    this.rows = rows;
    this.memberships = memberships;
    this.relay = relay;
    this.clock = clock;
  }

  /** The direct message of exactly these people, if there is one. */
  public Optional<Channel> find(SortedSet<String> people) {
    return database
        .one(
            "SELECT channel FROM dms WHERE people = ?",
            row -> row.getString(0),
            Buffer.buffer(key(people)))
        .flatMap(rows::find);
  }

  /** Makes it; if somebody else did at the same time, gives theirs. */
  public Opened create(SortedSet<String> people, String by) {
    String id = Ids.random();
    Channel channel = new Channel(id, id, Channel.Kind.DM, "", true, false);
    Map<String, Role> members = new LinkedHashMap<>();
    people.forEach(user -> members.put(user, Role.MEMBER));
    try {
      database.inTransaction(
          sql -> {
            sql.update(
                "INSERT INTO dms (people, channel) VALUES (?, ?)", Buffer.buffer(key(people)), id);
            ChannelRows.insert(sql, channel, clock.millis());
            return memberships.add(sql, channel, members, by);
          });
    } catch (DuplicateKeyException e) {
      return find(people).map(theirs -> new Opened(theirs, false)).orElseThrow(() -> e);
    }
    relay.deliverAndWait(id);
    return new Opened(channel, true);
  }

  /** Ids of the user's direct messages, in their order, after {@code after}. */
  public List<String> of(String user, String after, int limit) {
    return database.list(
        "SELECT channel FROM user_channels WHERE user = ? AND kind = 'dm' AND channel > ?"
            + " ORDER BY channel LIMIT ?",
        row -> row.getString(0),
        user,
        after,
        limit);
  }

  private static byte[] key(SortedSet<String> people) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(String.join(",", people).getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
