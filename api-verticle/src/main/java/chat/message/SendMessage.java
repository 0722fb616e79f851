package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Caller;
import chat.api.Operation;
import chat.api.Reply;
import chat.attachment.Attachments;
import chat.log.Answer;
import chat.log.LogRecord;
import chat.log.ReadLog;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Attachment;
import chat.protocol.Imported;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** {@code POST /channels/{id}/messages}. */
public final class SendMessage implements Operation {
  private final Access access;
  private final Conversation conversation;
  private final Attachments attachments;

  record Body(
      String id,
      String body,
      String enc,
      List<String> mentions,
      Long parent,
      Boolean alsoInChannel,
      List<Attachment> attachments,
      Imported imported) {}

  /**
   * The answer.
   *
   * @param n absent for a comment that is in its thread only
   */
  record Sent(String id, long seq, Long n, Instant time) {}

  public SendMessage(Access access, Conversation conversation, Attachments attachments) {
    this.access = access;
    this.conversation = conversation;
    this.attachments = attachments;
  }

  @Override
  public String id() {
    return "sendMessage";
  }

  @Override
  public Reply handle(Call call) {
    LogRecord.PostMessage message = message(call.path("id"), call.caller(), call.body(Body.class));
    Access.Seen seen = access.memberOf(call.user(), message.channel());
    if (message.imported() != null && !access.mayModerate(call.user(), seen)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "Only who may moderate the channel may import messages into it");
    }
    List<String> keys = message.attachmentKeys();
    if (!keys.isEmpty()) {
      message = message.with(attachments.take(call.user(), message.channel(), message.id(), keys));
    }
    Answer.Accepted place = Future.await(conversation.append(message));
    attachments.sent(call.user(), keys);
    boolean inChannel = place.n() > 0;
    // Who writes has read what stands above; not waited for, since the next message makes it good.
    if (inChannel) {
      conversation.read(new ReadLog.Position(call.user(), message.channel(), place.n()));
    }
    if (message.parent() != 0) {
      conversation.read(
          ReadLog.Position.ofThread(call.user(), message.channel(), message.parent(), place.seq()));
    }
    return Reply.created(
        new Sent(message.id(), place.seq(), inChannel ? place.n() : null, place.time()));
  }

  private static LogRecord.PostMessage message(String channel, Caller caller, Body body) {
    boolean alsoInChannel = Boolean.TRUE.equals(body.alsoInChannel());
    if (alsoInChannel && body.parent() == null) {
      throw ProblemException.inField("alsoInChannel", "is for comments only");
    }
    return new LogRecord.PostMessage(
        channel,
        MessageFields.operation("id", body.id()),
        caller.user(),
        caller.device(),
        MessageFields.text(body.body(), body.attachments()),
        MessageFields.encryption(body.enc()),
        MessageFields.mentions(body.mentions()),
        body.parent() == null ? 0 : body.parent(),
        alsoInChannel,
        MessageFields.attachments(body.attachments()),
        MessageFields.imported(body.imported()));
  }
}
