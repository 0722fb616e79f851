package chat.sql;

import chat.config.MysqlConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.sqlclient.SqlConnectOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Finds, for each new connection, the one of the configured servers that takes writes: the others
 * have {@code read_only} set. With a single server there is nothing to find.
 */
final class WritableServer implements Supplier<Future<SqlConnectOptions>> {
  private static final int CONNECT_MILLIS = 2_000;

  private final Vertx vertx;
  private final List<MySQLConnectOptions> servers;

  WritableServer(Vertx vertx, MysqlConfig config) {
    this.vertx = vertx;
    this.servers = config.endpoints().stream().map(server -> options(config, server)).toList();
  }

  private static MySQLConnectOptions options(MysqlConfig config, String endpoint) {
    int colon = endpoint.lastIndexOf(':');
    MySQLConnectOptions options =
        new MySQLConnectOptions()
            .setHost(endpoint.substring(0, colon))
            .setPort(Integer.parseInt(endpoint.substring(colon + 1)))
            .setDatabase(config.database())
            .setUser(config.user())
            .setPassword(config.password())
            .setCharset("utf8mb4")
            .setCollation("utf8mb4_bin")
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(256);
    return options;
  }

  @Override
  public Future<SqlConnectOptions> get() {
    return servers.size() == 1 ? Future.succeededFuture(copy(servers.getFirst())) : find(0);
  }

  private Future<SqlConnectOptions> find(int from) {
    if (from == servers.size()) {
      return Future.failedFuture("none of the MySQL endpoints takes writes");
    }
    MySQLConnectOptions server = servers.get(from);
    return MySQLConnection.connect(vertx, copy(server))
        .compose(
            connection ->
                connection
                    .query("SELECT @@global.read_only")
                    .execute()
                    .map(rows -> rows.iterator().next().getInteger(0) == 0)
                    .onComplete(done -> connection.close()))
        .timeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
        .otherwise(false)
        .compose(
            writable ->
                writable
                    ? Future.<SqlConnectOptions>succeededFuture(copy(server))
                    : find(from + 1));
  }

  private static MySQLConnectOptions copy(MySQLConnectOptions options) {
    return new MySQLConnectOptions(options);
  }
}
