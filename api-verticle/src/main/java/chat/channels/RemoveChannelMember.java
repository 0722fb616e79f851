package chat.channels;

import chat.access.Access;
import chat.access.Role;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.problem.ProblemException;
import chat.problem.ProblemType;

/** {@code DELETE /channels/{id}/members/{user}}. */
public final class RemoveChannelMember implements Operation {
  private final Access access;
  private final Channels channels;

  public RemoveChannelMember(Access access, Channels channels) {
    this.access = access;
    this.channels = channels;
  }

  @Override
  public String id() {
    return "removeChannelMember";
  }

  @Override
  public Reply handle(Call call) {
    String user = call.path("user");
    Access.Seen seen = access.see(call.user(), call.path("id"));
    if (seen.channel().isDm()) {
      throw new ProblemException(ProblemType.FORBIDDEN, "Nobody leaves a direct message");
    }
    Role role =
        access.roleInChannel(user, seen.channel()).orElseThrow(() -> Access.notFound("member"));
    if (!user.equals(call.user())) {
      access.checkMayRemove(call.user(), seen, role);
    }
    channels.remove(seen.channel(), user, call.user());
    return Reply.nothing();
  }
}
