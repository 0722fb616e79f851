package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.log.LogRecord;
import io.vertx.core.Future;

/** {@code DELETE /channels/{id}/messages/{seq}}. */
public final class DeleteMessage implements Operation {
  private final Access access;
  private final Conversation conversation;

  record Body(String op, Long rev) {
    static final Body NONE = new Body(null, null);
  }

  public DeleteMessage(Access access, Conversation conversation) {
    this.access = access;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "deleteMessage";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.hasBody() ? call.body(Body.class) : Body.NONE;
    String op =
        body.op() == null ? MessageFields.newOperation() : MessageFields.operation("op", body.op());
    String channel = call.path("id");
    Access.Seen seen = access.memberOf(call.user(), channel);
    Future.await(
        conversation.append(
            new LogRecord.DeleteMessage(
                channel,
                op,
                call.user(),
                MessageFields.seq(call),
                body.rev() == null ? 0 : body.rev(),
                access.mayModerate(call.user(), seen))));
    return Reply.nothing();
  }
}
