package chat.api;

import chat.outbox.Lease;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a job again and again, on one node of the cell at a time. Deploy once a process, with {@code
 * ThreadingModel.VIRTUAL_THREAD}.
 */
final class LeasedJob extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(LeasedJob.class);

  private final String name;
  private final Duration pause;
  private final Lease lease;
  private final Runnable work;

  /**
   * A job that does not run yet.
   *
   * @param pause between the end of one turn and the next
   * @param work may wait; what it throws is logged, and the next turn comes all the same
   */
  LeasedJob(String name, Duration pause, Lease lease, Runnable work) {
    this.name = name;
    this.pause = pause;
    this.lease = lease;
    this.work = work;
  }

  @Override
  public Future<?> start() {
    next();
    return Future.succeededFuture();
  }

  private void next() {
    vertx.setTimer(pause.toMillis(), id -> turn());
  }

  private void turn() {
    try {
      if (lease.take()) {
        work.run();
      }
    } catch (RuntimeException e) {
      LOG.warn("{} is put off: {}", name, e.toString());
    } finally {
      next();
    }
  }
}
