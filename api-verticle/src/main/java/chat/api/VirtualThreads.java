package chat.api;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries work from event loops to the virtual threads of the {@link ApiVerticle}s, where it may
 * wait, and its result back. At most {@link #MAX_UNDER_WAY} pieces at a time; more are refused as
 * {@code overloaded}.
 *
 * <p>Thread-safe.
 */
final class VirtualThreads {
  static final int MAX_UNDER_WAY = 5_000;

  private final Vertx vertx;
  private final List<Context> contexts = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();

  VirtualThreads(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Gives the context of a verticle that was deployed for virtual threads. */
  void add(Context context) {
    contexts.add(context);
  }

  int underWay() {
    return underWay.get();
  }

  /** Runs {@code work} on a virtual thread; the result comes on the caller's context. */
  <T> Future<T> run(Callable<T> work) {
    if (underWay.incrementAndGet() > MAX_UNDER_WAY) {
      underWay.decrementAndGet();
      return Future.failedFuture(
          new ProblemException(ProblemType.OVERLOADED, "Too many calls are under way"));
    }
    Promise<T> done = ((ContextInternal) vertx.getOrCreateContext()).promise();
    Context context = contexts.get(Math.floorMod(turn.getAndIncrement(), contexts.size()));
    context.runOnContext(
        start -> {
          try {
            done.complete(work.call());
          } catch (Throwable e) {
            done.fail(e);
          } finally {
            underWay.decrementAndGet();
          }
        });
    return done.future();
  }
}
