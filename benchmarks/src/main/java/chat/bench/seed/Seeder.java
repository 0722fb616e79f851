package chat.bench.seed;

import chat.embedded.Backends;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Writes a town into MySQL. The tables must exist and be empty of it: start a node before. Rows go
 * in by the order of their primary keys, some thousands a statement.
 */
public final class Seeder implements AutoCloseable {
  private static final int CHUNK_CHARACTERS = 4 << 20;
  private static final long SESSION_DAYS = 30;
  private static final String PASSWORD = "-";

  private final Connection connection;
  private final long now = System.currentTimeMillis();

  private Seeder(Connection connection) {
    this.connection = connection;
  }

  /** Writes all; returns when it is there. */
  public static void write(Town town, Backends backends) throws SQLException {
    String url = backends.jdbcUrl(backends.mysqlDatabase()) + "?allowLocalInfile=true";
    try (Connection connection =
            DriverManager.getConnection(url, backends.mysqlUser(), backends.mysqlPassword());
        Seeder seeder = new Seeder(connection)) {
      seeder.people(town);
      seeder.channels(town);
      seeder.memberships(town);
    }
  }

  private void people(Town town) throws SQLException {
    int[] sorted =
        IntStream.range(0, town.people())
            .boxed()
            .sorted(Comparator.comparing(Town::user))
            .mapToInt(person -> person)
            .toArray();
    long expires = now + SESSION_DAYS * 86_400_000L;
    String team = Town.team();
    try (Rows accounts = new Rows("accounts (user, handle, name, password, created)");
        Rows handles = new Rows("handles (handle, user)");
        Rows sessions =
            new Rows(
                "sessions (user, session, device, device_name, platform, family, refresh, created,"
                    + " expires)");
        Rows members = new Rows("team_members (team, user, role, handle, name, joined)");
        Rows teams = new Rows("user_teams (user, team, role, joined)")) {
      for (int person : sorted) {
        String user = Town.user(person);
        String handle = "p" + (1_000_000 + person);
        accounts.add(user, handle, handle, PASSWORD, now);
        sessions.add(
            user,
            Town.session(person),
            Town.device(person),
            "bench",
            "java",
            secret(person),
            secret(-person),
            now,
            expires);
        members.add(team, user, "member", handle, handle, now);
        teams.add(user, team, "member", now);
      }
      for (int person = 0; person < town.people(); person++) {
        handles.add("p" + (1_000_000 + person), Town.user(person));
      }
    }
    try (Rows teams = new Rows("teams (team, name, open, encrypted, general, created)")) {
      teams.add(team, "town", 1, 0, Town.squareId(), now);
    }
  }

  /** In the place of a hash that no secret has. */
  private static String secret(int person) {
    return String.format("%032d", person);
  }

  private void channels(Town town) throws SQLException {
    try (Rows channels =
        new Rows(
            "channels (home, channel, kind, name, private, encrypted, membership_version,"
                + " created)")) {
      if (town.square()) {
        channels.add(Town.team(), Town.squareId(), "channel", "square", 0, 0, 0, now);
      }
      for (int i = 0; i < town.channels(); i++) {
        channels.add(Town.team(), Town.channelId(i), "channel", "c" + i, 0, 0, 0, now);
      }
    }
  }

  private void memberships(Town town) throws SQLException {
    String[] users = new String[town.people()];
    Arrays.setAll(users, Town::user);
    String[] channels = new String[town.channels() + 1];
    Arrays.setAll(channels, Town::channelId);
    channels[town.channels()] = Town.squareId();
    int each = town.channelsEach() + (town.square() ? 1 : 0);
    long[] pairs = new long[town.people() * each];
    int at = 0;
    for (int person = 0; person < town.people(); person++) {
      for (int round = 0; round < town.channelsEach(); round++) {
        pairs[at++] = (long) person << 32 | town.channel(person, round);
      }
      if (town.square()) {
        pairs[at++] = (long) person << 32 | town.channels();
      }
    }
    int[] userRank = ranks(users);
    int[] channelRank = ranks(channels);
    write(
        pairs,
        pair -> (long) userRank[(int) (pair >>> 32)] << 32 | channelRank[(int) pair],
        "user_channels (user, channel, kind, role)",
        (rows, pair) ->
            rows.add(users[(int) (pair >>> 32)], channels[(int) pair], "channel", "member"));
    write(
        pairs,
        pair -> (long) channelRank[(int) pair] << 32 | userRank[(int) (pair >>> 32)],
        "channel_members (home, channel, user, role, joined)",
        (rows, pair) ->
            rows.add(Town.team(), channels[(int) pair], users[(int) (pair >>> 32)], "member", now));
  }

  @FunctionalInterface
  private interface Row {
    void add(Rows rows, long pair) throws SQLException;
  }

  private void write(long[] pairs, java.util.function.LongUnaryOperator key, String table, Row row)
      throws SQLException {
    // Sorted by rank, then translated back: rank is a permutation.
    long[][] keyed = new long[pairs.length][];
    for (int i = 0; i < pairs.length; i++) {
      keyed[i] = new long[] {key.applyAsLong(pairs[i]), pairs[i]};
    }
    Arrays.sort(keyed, Comparator.comparingLong(entry -> entry[0]));
    try (Rows rows = new Rows(table)) {
      for (long[] entry : keyed) {
        row.add(rows, entry[1]);
      }
    }
  }

  private static int[] ranks(String[] ids) {
    Integer[] order = new Integer[ids.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparing(i -> ids[i]));
    int[] ranks = new int[ids.length];
    for (int rank = 0; rank < order.length; rank++) {
      ranks[order[rank]] = rank;
    }
    return ranks;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** Rows on their way into one table. */
  private final class Rows implements AutoCloseable {
    private final String table;
    private final StringBuilder lines = new StringBuilder();

    Rows(String table) {
      this.table = table;
    }

    void add(Object... values) throws SQLException {
      for (int i = 0; i < values.length; i++) {
        lines.append(i == 0 ? "" : "\t").append(values[i]);
      }
      lines.append('\n');
      if (lines.length() > CHUNK_CHARACTERS) {
        flush();
      }
    }

    private void flush() throws SQLException {
      if (lines.isEmpty()) {
        return;
      }
      byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
      lines.setLength(0);
      try (Statement statement = connection.createStatement()) {
        statement
            .unwrap(org.mariadb.jdbc.Statement.class)
            .setLocalInfileInputStream(new ByteArrayInputStream(bytes));
        statement.execute("LOAD DATA LOCAL INFILE 'rows' INTO TABLE " + table);
      }
    }

    @Override
    public void close() throws SQLException {
      flush();
    }
  }
}
