package chat.socket;

import chat.bus.Addresses;
import chat.bus.AttachmentMessages.Sent;
import chat.bus.AttachmentMessages.Take;
import chat.bus.AttachmentMessages.Taken;
import chat.bus.Bus;
import chat.log.Answer;
import chat.log.ChannelLog;
import chat.log.LogRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/**
 * Messages that may have attachments: the uploads become the message's first, and what they are is
 * for the api role to say, whatever the client said of them.
 *
 * <p>Confined to an event loop.
 */
final class Uploads {
  private static final Duration WITHIN = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final ChannelLog log;

  Uploads(Vertx vertx, ChannelLog log) {
    this.vertx = vertx;
    this.log = log;
  }

  /** As {@link ChannelLog#append}; fails with {@code unprocessable} if an attachment is none. */
  Future<Answer.Accepted> append(LogRecord.PostMessage post) {
    List<String> keys = post.attachmentKeys();
    if (keys.isEmpty()) {
      return log.append(post);
    }
    return Bus.request(
            vertx,
            Addresses.ATTACHMENTS,
            new Take(post.sender(), post.channel(), post.id(), keys),
            Taken.class,
            WITHIN)
        .compose(taken -> log.append(post.with(taken.attachments())))
        .onSuccess(
            accepted ->
                vertx.eventBus().send(Addresses.ATTACHMENTS_SENT, new Sent(post.sender(), keys)));
  }
}
