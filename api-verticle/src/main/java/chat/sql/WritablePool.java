package chat.sql;

import chat.config.MysqlConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to the server that takes writes. Where several are configured, they are asked
 * once a second which one that is; after a promotion all connections to the former one are closed,
 * since it goes on answering reads with what is no longer true.
 *
 * <p>Thread-safe.
 */
final class WritablePool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WritablePool.class);
  private static final long LOOK_MILLIS = 1_000;

  private final Vertx vertx;
  private final WritableServer servers;
  private final Function<Supplier<Future<SqlConnectOptions>>, Pool> make;
  private final long timer;
  private Pool pool;
  private String server;
  private Future<Void> looking;
  private boolean closed;

  /**
   * @param make a pool whose connections go where the supplier says
   */
  WritablePool(
      Vertx vertx, MysqlConfig config, Function<Supplier<Future<SqlConnectOptions>>, Pool> make) {
    this.vertx = vertx;
    this.servers = new WritableServer(vertx, config);
    this.make = make;
    this.pool = make.apply(servers);
    this.timer =
        config.endpoints().size() > 1 ? vertx.setPeriodic(0, LOOK_MILLIS, tick -> follow()) : -1;
  }

  synchronized Pool current() {
    return pool;
  }

  /** Looks now who takes writes; completes when {@link #current} goes there, or nobody does. */
  synchronized Future<Void> follow() {
    if (looking == null) {
      Future<SqlConnectOptions> found = servers.get();
      looking =
          found.<Void>map(where -> use(where.getHost() + ':' + where.getPort())).otherwiseEmpty();
      looking.onComplete(done -> looked());
    }
    return looking;
  }

  private synchronized void looked() {
    looking = null;
  }

  private synchronized Void use(String found) {
    if (!closed && !found.equals(server)) {
      if (server != null) {
        LOG.warn("{} takes writes now, {} no longer", found, server);
        pool.close();
        pool = make.apply(servers);
      }
      server = found;
    }
    return null;
  }

  @Override
  public synchronized void close() {
    closed = true;
    vertx.cancelTimer(timer);
    pool.close();
  }
}
