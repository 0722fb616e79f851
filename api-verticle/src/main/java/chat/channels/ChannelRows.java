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
  private static final String COLUMNS =
      "c.channel, c.home, c.kind, c.name, c.private, c.encrypted, c.topic, c.archived";

  private final Database database;
  private final FencedCache cache;

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
        cacheKey(id),
        Channel.class,
        FencedCache.MAX_LIFE,
        () ->
            database.one(
                "SELECT " + COLUMNS + " FROM channels c WHERE c.channel = ?",
                ChannelRows::channel,
                id));
  }

  /** What a write of that channel makes outdated. */
  public static String cacheKey(String id) {
    return "channel:" + id;
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

  /**
   * The channels of a team that {@code user} may see, by name, after that name and id.
   *
   * @param publicToo whether those of which the user is no member count
   */
  public List<Channel> visible(
      String team,
      String user,
      boolean publicToo,
      boolean archived,
      String name,
      String id,
      int limit) {
    return database.list(
        "SELECT "
            + COLUMNS
            + " FROM channels c LEFT JOIN channel_members m"
            + " ON m.home = c.home AND m.channel = c.channel AND m.user = ?"
            + " WHERE c.home = ? AND c.kind = 'channel' AND c.archived = ?"
            + " AND ((c.private = FALSE AND ?) OR m.user IS NOT NULL)"
            + " AND (c.name > ? OR (c.name = ? AND c.channel > ?))"
            + " ORDER BY c.name, c.channel LIMIT ?",
        ChannelRows::channel,
        user,
        team,
        archived,
        publicToo,
        name,
        name,
        id,
        limit);
  }

  /** Whether it is its team's first channel, which everybody who joins is put into. */
  boolean isFirst(Channel channel) {
    return database
        .one(
            "SELECT 1 FROM teams WHERE team = ? AND general = ?",
            row -> true,
            channel.home(),
            channel.id())
        .isPresent();
  }

  /** The channel as it is now; its row must be locked. */
  static Channel current(Queries sql, Channel channel) {
    return sql.one(
            "SELECT " + COLUMNS + " FROM channels c WHERE c.home = ? AND c.channel = ? FOR UPDATE",
            ChannelRows::channel,
            channel.home(),
            channel.id())
        .orElseThrow();
  }

  /** Adds a channel without members. */
  public static void insert(Queries sql, Channel channel, long now) {
    sql.update(
        "INSERT INTO channels (home, channel, kind, name, private, encrypted, membership_version,"
            + " created, public_name) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)",
        channel.home(),
        channel.id(),
        channel.kind().name().toLowerCase(Locale.ROOT),
        channel.name(),
        channel.isPrivate(),
        channel.encrypted(),
        now,
        channel.publicName());
  }

  private static Channel channel(Row row) {
    return new Channel(
        row.getString(0),
        row.getString(1),
        Channel.Kind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
        row.getString(3),
        row.getBoolean(4),
        row.getBoolean(5),
        row.getString(6),
        row.getBoolean(7));
  }
}
