package chat.sql;

import chat.config.MysqlConfig;
import chat.embedded.Backends;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;

/** A migrated database of the test's back ends, with what it takes to reach it. */
public record TestDatabase(Database database, Vertx vertx, MeterRegistry metrics)
    implements AutoCloseable {
  private static final int CONNECTIONS = 4;

  /** Opens the database that the tests share; the tables are not emptied. */
  public static TestDatabase open(Backends backends) {
    MysqlConfig config =
        new MysqlConfig(
            List.of(backends.mysqlHost() + ":" + backends.mysqlPort()),
            backends.mysqlDatabase(),
            backends.mysqlUser(),
            backends.mysqlPassword(),
            CONNECTIONS);
    Migrations.run(config);
    Vertx vertx = Vertx.vertx();
    MeterRegistry metrics = new SimpleMeterRegistry();
    return new TestDatabase(new Database(vertx, config, metrics), vertx, metrics);
  }

  /** How many statements it has run for callers. */
  public double statements() {
    return metrics.get("chat_sql_statements").tag("work", "call").timer().count();
  }

  @Override
  public void close() {
    database.close();
    vertx.close().await();
  }
}
