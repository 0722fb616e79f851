package chat.channels;

import chat.cache.FencedCache;
import chat.id.Ids;
import chat.sql.Database;
import chat.sql.Queries;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The table {@code channels}.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class ChannelRows {
  private static final String COLUMNS = "c.channel, c.home, c.kind, c.name, c.private, c.encrypted";

  private final Database database;
  private final FencedCache cache;

  /** A channel, and whether who asked is a member. */
  public record Listed(Channel channel, boolean member) {}

  public ChannelRows(Database database, FencedCache cache) {
    this.database = database;
    this.cache = cache;
  }

  /** The channel of that id. */
  public Optional<Channel> find(String id) {
    if (!Ids.isId(id)) {
      return Optional.empty();
    }
    return cache.read(
        "channel:" + id,
        Channel.class,
        FencedCache.MAX_LIFE,
        () ->
            database.one(
                "SELECT " + COLUMNS + " FROM channels c WHERE c.channel = ?",
                ChannelRows::channel,
                id));
  }

  /** These channels by id. */
  public Map<String, Channel> findAll(List<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return database
        .list(
            "SELECT "
                + COLUMNS
                + " FROM channels c WHERE c.channel IN ("
                + Database.placeholders(ids.size())
                + ")",
            ChannelRows::channel,
            ids.toArray())
        .stream()
        .collect(Collectors.toMap(Channel::id, Function.identity()));
  }

  /** The channels of a team that {@code user} may see, by name, after that name and id. */
  public List<Listed> visible(String team, String user, String name, String id, int limit) {
    return database.list(
        "SELECT "
            + COLUMNS
            + ", m.user FROM channels c LEFT JOIN channel_members m"
            + " ON m.home = c.home AND m.channel = c.channel AND m.user = ?"
            + " WHERE c.home = ? AND c.kind = 'channel' AND (c.private = FALSE OR m.user IS NOT NULL)"
            + " AND (c.name > ? OR (c.name = ? AND c.channel > ?))"
            + " ORDER BY c.name, c.channel LIMIT ?",
        row -> new Listed(channel(row), row.getString(6) != null),
        user,
        team,
        name,
        name,
        id,
        limit);
  }

  /** Adds a channel without members. */
  public static void insert(Queries sql, Channel channel, long now) {
    sql.update(
        "INSERT INTO channels (home, channel, kind, name, private, encrypted, membership_version,"
            + " created) VALUES (?, ?, ?, ?, ?, ?, 0, ?)",
        channel.home(),
        channel.id(),
        channel.kind().name().toLowerCase(Locale.ROOT),
        channel.name(),
        channel.isPrivate(),
        channel.encrypted(),
        now);
  }

  private static Channel channel(Row row) {
    return new Channel(
        row.getString(0),
        row.getString(1),
        Channel.Kind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
        row.getString(3),
        row.getBoolean(4),
        row.getBoolean(5));
  }
}
