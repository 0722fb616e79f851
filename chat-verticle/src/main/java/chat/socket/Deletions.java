package chat.socket;

import chat.bus.Addresses;
import chat.bus.Bus;
import chat.bus.DirectoryMessages.MayModerate;
import chat.bus.DirectoryMessages.Moderation;
import chat.log.Answer;
import chat.log.ChannelLog;
import chat.log.LogRecord;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Deletes messages for sockets. Most people delete what they wrote, which takes no more than the
 * channel's owner; only if that refuses is the directory asked whether they may delete what others
 * wrote. Thread-safe.
 */
final class Deletions {
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final ChannelLog log;

  Deletions(Vertx vertx, ChannelLog log) {
    this.vertx = vertx;
    this.log = log;
  }

  /** See {@link ChannelLog#append}. */
  Future<Answer.Accepted> append(LogRecord.DeleteMessage delete) {
    return log.append(delete)
        .recover(
            refusal ->
                ProblemException.of(refusal).type() == ProblemType.FORBIDDEN
                    ? asModerator(delete, refusal)
                    : Future.failedFuture(refusal));
  }

  private Future<Answer.Accepted> asModerator(LogRecord.DeleteMessage delete, Throwable refusal) {
    return Bus.request(
            vertx,
            Addresses.MODERATION,
            new MayModerate(delete.user(), delete.channel()),
            Moderation.class,
            WITHIN)
        .compose(
            answer ->
                answer.allowed() ? log.append(delete.asModerator()) : Future.failedFuture(refusal));
  }
}
