package chat.channels;

import chat.access.Access;
import chat.access.Role;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.problem.ProblemException;
import chat.problem.ProblemType;

/** {@code POST /channels/{id}/members}. */
public final class AddChannelMember implements Operation {
  private final Access access;
  private final Channels channels;
  private final ChannelViews views;

  record Body(String user, String role) {}

  public AddChannelMember(Access access, Channels channels, ChannelViews views) {
    this.access = access;
    this.channels = channels;
    this.views = views;
  }

  @Override
  public String id() {
    return "addChannelMember";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    Role role = body.role() == null ? Role.MEMBER : Role.of(body.role());
    Access.Seen seen = access.memberOf(call.user(), call.path("id"));
    checkMayAdd(call.user(), seen, role);
    channels.add(seen.channel(), body.user(), role, call.user());
    return Reply.ok(views.of(seen.channel(), call.user()));
  }

  private void checkMayAdd(String user, Access.Seen seen, Role role) {
    if (seen.channel().isDm()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "Nobody can be added to a direct message; open another one");
    }
    access.requireShaping(user, seen);
    if (role == Role.ADMIN && seen.role().filter(own -> own == Role.OWNER).isEmpty()) {
      throw ProblemException.inField(
          ProblemType.FORBIDDEN, "role", "admin is for the channel's owner to give");
    }
  }
}
