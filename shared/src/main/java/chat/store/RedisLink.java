package chat.store;

import chat.config.RedisConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pipelined connection to Redis that never makes anybody wait: a command that is not answered
 * within the time-out fails, and from then on commands fail at once until Redis answers a ping
 * again, which is tried twice a second.
 *
 * <p>Thread-safe. Commands of one caller are sent in order.
 */
public final class RedisLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final long RETRY_MILLIS = 500;
  private static final long CONNECT_MILLIS = 2_000;
  private static final int READS_TOGETHER = 256;
  private static final int READS_AT_ONCE = 4;

  private final Vertx vertx;
  private final RedisOptions options;
  private final Duration timeout;
  private final AtomicBoolean connecting = new AtomicBoolean();
  private final long timer;
  private final Context loop;

  /** An answer of its own for each, since Redis may refuse one and not the others. */
  private final Gathering<Request, Future<Response>> reads;

  private volatile Live live;
  private volatile long upSince;
  private volatile boolean closed;

  /** A client for itself: closing it closes the connection, where a pool would keep it. */
  private record Live(Redis client, RedisConnection connection) {}

  /** Starts to connect; commands fail until that has succeeded. */
  public RedisLink(Vertx vertx, RedisConfig config, Duration timeout) {
    this.vertx = vertx;
    this.timeout = timeout;
    this.options =
        new RedisOptions().setConnectionString(config.uri()).setMaxWaitingHandlers(100_000);
    this.loop = ((VertxInternal) vertx).createEventLoopContext();
    this.reads = new Gathering<>(loop, READS_TOGETHER, READS_AT_ONCE, this::readTogether);
    this.timer = vertx.setPeriodic(RETRY_MILLIS, id -> connect());
    connect();
  }

  /**
   * Sends one command.
   *
   * @return the answer; fails if Redis is away, slow or refuses the command
   */
  public Future<Response> send(Request request) {
    return ask(connection -> connection.send(request));
  }

  /**
   * Sends a command that changes nothing. Those that many send at about the same time go in one
   * write: a system call each would cost this process and Redis more than the command.
   *
   * @return the answer; fails like {@link #send}, or as {@code overloaded}
   */
  public Future<Response> read(Request request) {
    Promise<Response> answer = Promise.promise();
    loop.runOnContext(turn -> reads.ask(request).compose(answered -> answered).onComplete(answer));
    return answer.future();
  }

  private Future<List<Future<Response>>> readTogether(List<Request> requests) {
    return this.<List<Response>>ask(connection -> connection.batch(requests))
        .map(answers -> answers.stream().map(Future::succeededFuture).toList())
        .recover(
            failure ->
                failure instanceof ErrorType
                    // It does not say which one was refused, and reads may be repeated.
                    ? Future.succeededFuture(requests.stream().map(this::send).toList())
                    : Future.failedFuture(failure));
  }

  private <T> Future<T> ask(Function<RedisConnection, Future<T>> command) {
    Live current = live;
    if (current == null) {
      return Future.failedFuture("Redis is away");
    }
    return command
        .apply(current.connection())
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(
            failure -> {
              if (!(failure instanceof ErrorType)) {
                drop(current, failure);
              }
            });
  }

  /** Whether commands are being sent. */
  public boolean isUp() {
    return live != null;
  }

  /** For how long Redis has been answering without a break; zero while it is away. */
  public Duration upFor() {
    return live == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - upSince);
  }

  /** Connects if it is not; completes when commands can be sent, or fails. */
  public Future<Void> connect() {
    if (live != null) {
      return Future.succeededFuture();
    }
    if (closed || !connecting.compareAndSet(false, true)) {
      return Future.failedFuture("Redis is being connected to");
    }
    Redis client = Redis.createClient(vertx, options);
    return client
        .connect()
        .compose(fresh -> fresh.send(Request.cmd(Command.PING)).map(pong -> fresh))
        .timeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
        .onSuccess(fresh -> use(new Live(client, fresh)))
        .onFailure(failure -> client.close())
        .onComplete(done -> connecting.set(false))
        .mapEmpty();
  }

  private synchronized void use(Live fresh) {
    fresh.connection().exceptionHandler(failure -> drop(fresh, failure));
    fresh.connection().endHandler(end -> drop(fresh, null));
    if (closed) {
      fresh.client().close();
      return;
    }
    upSince = System.nanoTime();
    live = fresh;
  }

  private synchronized void drop(Live gone, Throwable failure) {
    if (live == gone) {
      live = null;
      LOG.warn("Redis is away: {}", String.valueOf(failure));
      gone.client().close();
    }
  }

  /** Stops; commands fail from now on. */
  @Override
  public synchronized void close() {
    closed = true;
    vertx.cancelTimer(timer);
    if (live != null) {
      live.client().close();
      live = null;
    }
  }
}
