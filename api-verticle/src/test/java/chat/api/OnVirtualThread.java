package chat.api;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Runs what may wait where it may. */
public final class OnVirtualThread {
  private OnVirtualThread() {}

  /** Runs it in a verticle of its own. */
  public static <T> T run(Vertx vertx, Callable<T> work) throws Exception {
    AtomicReference<T> result = new AtomicReference<>();
    vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() throws Exception {
                result.set(work.call());
                return Future.succeededFuture();
              }
            },
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .await(60, TimeUnit.SECONDS);
    return result.get();
  }
}
