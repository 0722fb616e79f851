package chat.sql;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs statements on a pool or on one connection, and counts them. */
final class Statements implements Queries {
  private static final Logger LOG = LoggerFactory.getLogger(Statements.class);
  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static final int DUPLICATE_KEY = 1062;

  private final Supplier<? extends SqlClient> client;
  private final Timer timer;

  Statements(Supplier<? extends SqlClient> client, Timer timer) {
    this.client = client;
    this.timer = timer;
  }

  @Override
  public <T> List<T> list(String sql, Function<Row, T> read, Object... values) {
    RowSet<Row> rows = run(client.get().preparedQuery(sql).execute(tuple(values)));
    List<T> result = new ArrayList<>(rows.size());
    rows.forEach(row -> result.add(read.apply(row)));
    return result;
  }

  @Override
  public int update(String sql, Object... values) {
    return run(client.get().preparedQuery(sql).execute(tuple(values))).rowCount();
  }

  @Override
  public void batch(String sql, List<List<Object>> values) {
    if (!values.isEmpty()) {
      run(client.get().preparedQuery(sql).executeBatch(values.stream().map(Tuple::from).toList()));
    }
  }

  private static Tuple tuple(Object... values) {
    return Tuple.wrap(values);
  }

  private <T> T run(Future<T> statement) {
    long start = System.nanoTime();
    try {
      return await(statement);
    } finally {
      timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  /** Waits, and turns what can go wrong into what callers know. */
  static <T> T await(Future<T> future) {
    try {
      return Future.await(future.timeout(WITHIN.toMillis(), TimeUnit.MILLISECONDS));
    } catch (MySQLException e) {
      if (e.getErrorCode() == DUPLICATE_KEY) {
        throw new DuplicateKeyException(e.getMessage());
      }
      throw e;
    } catch (ProblemException e) {
      throw e;
    } catch (Exception e) {
      LOG.warn("the database did not answer: {}", e.toString());
      throw new ProblemException(ProblemType.UNAVAILABLE, "The database does not answer");
    }
  }
}
