package chat.store;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells callers that a store is away, without its inner reasons; those are for the log. */
final class StoreFailures {
  private static final Logger LOG = LoggerFactory.getLogger(StoreFailures.class);

  private StoreFailures() {}

  static <T> Future<T> unavailable(String what, Throwable failure) {
    LOG.warn("{}: {}", what, failure.toString());
    return Future.failedFuture(new ProblemException(ProblemType.UNAVAILABLE, what));
  }
}
