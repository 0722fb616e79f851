package chat.outbox;

import chat.log.LogRecord;
import io.vertx.core.Future;

/** Where committed changes of channels go: the channel's log. */
@FunctionalInterface
public interface MembershipLog {
  /** Completes when the channel's owner has applied the change, now or before. */
  Future<?> append(LogRecord.FromDirectory change);
}
