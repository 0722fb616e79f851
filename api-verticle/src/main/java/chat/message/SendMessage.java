package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Caller;
import chat.api.Encryption;
import chat.api.Operation;
import chat.api.Reply;
import chat.id.Ids;
import chat.id.OperationId;
import chat.log.Answer;
import chat.log.LogRecord;
import chat.log.ReadLog;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.BodyText;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** {@code POST /channels/{id}/messages}. */
public final class SendMessage implements Operation {
  private final Access access;
  private final Conversation conversation;

  record Body(String id, String body, String enc, List<String> mentions) {}

  record Sent(String id, long seq, long n, Instant time) {}

  public SendMessage(Access access, Conversation conversation) {
    this.access = access;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "sendMessage";
  }

  @Override
  public Reply handle(Call call) {
    LogRecord.PostMessage message = message(call.path("id"), call.caller(), call.body(Body.class));
    access.memberOf(call.user(), message.channel());
    Answer.Accepted place = Future.await(conversation.append(message));
    // Who writes has read what stands above; not waited for, since the next message makes it good.
    conversation.read(new ReadLog.Position(call.user(), message.channel(), place.n()));
    return Reply.created(new Sent(message.id(), place.seq(), place.n(), place.time()));
  }

  private static LogRecord.PostMessage message(String channel, Caller caller, Body body) {
    String wrong = BodyText.problem(body.body());
    if (wrong != null) {
      throw ProblemException.inField(
          BodyText.isTooLong(body.body()) ? ProblemType.TOO_LARGE : ProblemType.BAD_REQUEST,
          "body",
          wrong.substring("body ".length()));
    }
    return new LogRecord.PostMessage(
        channel,
        operation(body.id()),
        caller.user(),
        caller.device(),
        body.body(),
        Encryption.scheme(body.enc()),
        mentions(body.mentions()));
  }

  private static String operation(String id) {
    try {
      return OperationId.parse(id).toString();
    } catch (IllegalArgumentException e) {
      throw ProblemException.inField("id", "must be a UUID of version 7 in lower case");
    }
  }

  private static List<String> mentions(List<String> users) {
    if (users == null) {
      return List.of();
    }
    if (!users.stream().allMatch(Ids::isId)) {
      throw ProblemException.inField("mentions", "must be ids of users");
    }
    return users.stream().distinct().toList();
  }
}
