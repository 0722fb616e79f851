package chat.channels;

import chat.access.Access;
import chat.account.PlainText;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.problem.ProblemException;
import chat.problem.ProblemType;

/** {@code PATCH /channels/{id}}. */
public final class ChangeChannel implements Operation {
  private final Access access;
  private final Channels channels;
  private final ChannelRows rows;
  private final ChannelViews views;

  record Body(String name, String topic, Boolean archived) {}

  public ChangeChannel(Access access, Channels channels, ChannelRows rows, ChannelViews views) {
    this.access = access;
    this.channels = channels;
    this.rows = rows;
    this.views = views;
  }

  @Override
  public String id() {
    return "changeChannel";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    String name = body.name() == null ? null : PlainText.name("name", body.name());
    String topic = body.topic() == null ? null : PlainText.line("topic", body.topic());
    Access.Seen seen = access.see(call.user(), call.path("id"));
    if (seen.channel().isDm()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "A direct message is called by its people, and always there");
    }
    if (name != null || body.archived() != null) {
      access.requireManaging(call.user(), seen);
    }
    if (topic != null) {
      access.requireShaping(call.user(), seen);
    }
    if (Boolean.TRUE.equals(body.archived()) && rows.isFirst(seen.channel())) {
      throw ProblemException.inField(
          ProblemType.FORBIDDEN, "archived", "can't be true of the team's first channel");
    }
    Channel changed = channels.change(seen.channel(), name, topic, body.archived(), call.user());
    return Reply.ok(views.of(changed, call.user()));
  }
}
