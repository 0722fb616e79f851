package chat.sql;

import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Statements with {@code ?} for values. Each call waits for its answer, so call on virtual threads
 * only.
 *
 * <p>Fails with {@link DuplicateKeyException}, or with {@link chat.problem.ProblemException} {@code
 * unavailable} if the database does not answer.
 */
public interface Queries {
  /** All rows, each as what {@code read} makes of it. */
  <T> List<T> list(String sql, Function<Row, T> read, Object... values);

  /** Inserts, updates or deletes; the number of rows that it met. */
  int update(String sql, Object... values);

  /** Runs one statement for each list of values, in one go. */
  void batch(String sql, List<List<Object>> values);

  /** The only row, or nothing. */
  default <T> Optional<T> one(String sql, Function<Row, T> read, Object... values) {
    return list(sql, read, values).stream().findFirst();
  }
}
