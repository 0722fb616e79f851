package chat.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.text.Normalizer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Hashes passwords with argon2id on a few threads of their own: each hash takes about 0.1 s of a
 * core and 19 MiB, and must not hold up anything else. Who comes when the queue is full is refused
 * as {@code overloaded}.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class Passwords implements AutoCloseable {
  private static final int MIN = 8;
  private static final int MAX = 256;
  private static final int SECONDS_PER_RETRY = 2;

  private final Vertx vertx;
  private final ThreadPoolExecutor threads;
  private final Timer timer;
  private final String nobodys = Argon2.hash(new byte[0]);

  public Passwords(Vertx vertx, int threads, int queue, MeterRegistry metrics) {
    this.vertx = vertx;
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            Thread.ofPlatform().name("chat-password-", 0).daemon().factory());
    this.timer = Timer.builder("chat_password_hash").register(metrics);
    metrics.gauge("chat_password_queue", this.threads, pool -> pool.getQueue().size());
  }

  /**
   * The hash of a new password, with its salt and parameters.
   *
   * @throws ProblemException if it is shorter than 8 or longer than 256 code points
   */
  public String hash(String password) {
    String normal = normal(password);
    int length = normal.codePointCount(0, normal.length());
    if (length < MIN || length > MAX) {
      throw ProblemException.inField("password", "must have " + MIN + " to " + MAX + " characters");
    }
    return run(() -> Argon2.hash(normal.getBytes(UTF_8)));
  }

  /** Whether {@code password} is the one that {@code hash} was made of. */
  public boolean matches(String password, String hash) {
    return run(() -> Argon2.matches(normal(password).getBytes(UTF_8), hash));
  }

  /** Takes as long as {@link #matches} does, so that an unknown handle can't be told by time. */
  public void pretend(String password) {
    matches(password, nobodys);
  }

  private static String normal(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFC);
  }

  private <T> T run(Callable<T> work) {
    Promise<T> done = ((ContextInternal) vertx.getOrCreateContext()).promise();
    try {
      threads.execute(
          () -> {
            try {
              done.complete(timer.recordCallable(work));
            } catch (Exception e) {
              done.fail(e);
            }
          });
    } catch (RejectedExecutionException e) {
      throw new ProblemException(
          ProblemType.OVERLOADED, "Too many people are logging in right now", SECONDS_PER_RETRY);
    }
    return Future.await(done.future());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
