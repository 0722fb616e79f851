package chat.sql;

import chat.config.MysqlConfig;
import chat.id.Ids;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The writable MySQL or MariaDB server. Statements outside of a transaction commit at once.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class Database implements Queries, AutoCloseable {
  private static final int DEADLOCK = 1213;
  private static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int SNAPSHOT_OUTDATED = 1020;
  private static final Set<Integer> WORTH_REPEATING =
      Set.of(DEADLOCK, LOCK_WAIT_TIMEOUT, SNAPSHOT_OUTDATED);
  private static final int ATTEMPTS = 5;

  /** ER_OPTION_PREVENTS_STATEMENT and ER_READ_ONLY_MODE. */
  private static final Set<Integer> READ_ONLY = Set.of(1290, 1836);

  /** 20,000 identifiers with commas. */
  private static final int LONGEST_LIST = 20_000 * (Ids.LENGTH + 1);

  private final WritablePool pool;
  private final Timer timer;
  private final Statements statements;
  private final Statements background;

  public Database(Vertx vertx, MysqlConfig config, MeterRegistry metrics) {
    this.pool = new WritablePool(vertx, config, servers -> pool(vertx, config, servers));
    this.timer = timer(metrics, "call");
    this.statements = new Statements(pool::current, timer);
    this.background = new Statements(pool::current, timer(metrics, "background"));
  }

  private static Pool pool(
      Vertx vertx, MysqlConfig config, Supplier<Future<SqlConnectOptions>> servers) {
    return MySQLBuilder.pool()
        .with(
            new PoolOptions()
                .setMaxSize(config.poolSize())
                .setMaxWaitQueueSize(10_000)
                .setConnectionTimeout(5)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(30)
                .setIdleTimeoutUnit(TimeUnit.SECONDS))
        .with(
            // A server that vanished without a word must not hold its connections for ever.
            new NetClientOptions()
                .setConnectTimeout(2_000)
                .setIdleTimeout(60)
                .setIdleTimeoutUnit(TimeUnit.SECONDS))
        .connectingTo(servers)
        .withConnectHandler(Database::prepare)
        .using(vertx)
        .build();
  }

  /** The server would cut long lists of {@code GROUP_CONCAT} short, MySQL after 1 KiB. */
  private static void prepare(SqlConnection connection) {
    connection
        .query("SET SESSION group_concat_max_len = " + LONGEST_LIST)
        .execute()
        .onComplete(set -> connection.close());
  }

  @Override
  public <T> List<T> list(String sql, Function<Row, T> read, Object... values) {
    return statements.list(sql, read, values);
  }

  @Override
  public int update(String sql, Object... values) {
    return following(() -> statements.update(sql, values));
  }

  @Override
  public void batch(String sql, List<List<Object>> values) {
    following(
        () -> {
          statements.batch(sql, values);
          return null;
        });
  }

  private static Timer timer(MeterRegistry metrics, String work) {
    return Timer.builder("chat_sql_statements").tag("work", work).register(metrics);
  }

  /** The same, counted apart: for what no caller waits for. */
  public Queries background() {
    return background;
  }

  /** {@code ?,?,?} for an {@code IN} list. */
  public static String placeholders(int count) {
    return String.join(",", Collections.nCopies(count, "?"));
  }

  /**
   * These, the last one repeated until they are as many as a power of two: so the server has few
   * statements to prepare for lists of many lengths.
   */
  public static <T> List<T> padded(List<T> items) {
    int places = Math.max(1, Integer.highestOneBit(items.size() - 1) << 1);
    List<T> padded = new ArrayList<>(items);
    padded.addAll(Collections.nCopies(places - items.size(), items.getLast()));
    return padded;
  }

  /**
   * Runs {@code work} in one transaction: all of it happens or, if it throws, nothing. It runs
   * again if the server chose it to break a deadlock, or takes no writes any more, so it must do
   * nothing but query.
   */
  public <T> T inTransaction(Function<Queries, T> work) {
    return following(() -> repeated(work));
  }

  /** What a demoted server refused did not happen: it is done once more, by its successor. */
  private <T> T following(Supplier<T> write) {
    try {
      return write.get();
    } catch (MySQLException e) {
      if (!READ_ONLY.contains(e.getErrorCode())) {
        throw e;
      }
    }
    Statements.await(pool.follow());
    try {
      return write.get();
    } catch (MySQLException e) {
      throw READ_ONLY.contains(e.getErrorCode())
          ? new ProblemException(ProblemType.UNAVAILABLE, "The database takes no writes just now")
          : e;
    }
  }

  private <T> T repeated(Function<Queries, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work);
      } catch (MySQLException e) {
        if (attempt == ATTEMPTS || !WORTH_REPEATING.contains(e.getErrorCode())) {
          throw e;
        }
      }
    }
  }

  private <T> T once(Function<Queries, T> work) {
    SqlConnection connection = Statements.await(pool.current().getConnection());
    try {
      Transaction transaction = Statements.await(connection.begin());
      try {
        T result = work.apply(new Statements(() -> connection, timer));
        Statements.await(transaction.commit());
        return result;
      } catch (RuntimeException e) {
        // Not awaited: the pool runs it before the connection's next statement.
        transaction.rollback();
        throw e;
      }
    } finally {
      connection.close();
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
