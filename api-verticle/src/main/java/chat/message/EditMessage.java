package chat.message;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.log.LogRecord;
import io.vertx.core.Future;
import java.util.List;

/** {@code PATCH /channels/{id}/messages/{seq}}. */
public final class EditMessage implements Operation {
  private final Access access;
  private final Conversation conversation;

  record Body(String op, long rev, String body, String enc, List<String> mentions) {}

  public EditMessage(Access access, Conversation conversation) {
    this.access = access;
    this.conversation = conversation;
  }

  @Override
  public String id() {
    return "editMessage";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    LogRecord.EditMessage edit =
        new LogRecord.EditMessage(
            call.path("id"),
            MessageFields.operation("op", body.op()),
            call.user(),
            MessageFields.seq(call),
            body.rev(),
            MessageFields.text(body.body()),
            MessageFields.encryption(body.enc()),
            MessageFields.mentions(body.mentions()));
    access.memberOf(call.user(), edit.channel());
    Future.await(conversation.append(edit));
    return Reply.ok(conversation.message(edit.channel(), edit.seq()).seenBy(call.user()));
  }
}
