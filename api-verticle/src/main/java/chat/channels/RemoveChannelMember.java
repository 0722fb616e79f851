package chat.channels;

import chat.access.Access;
import chat.access.Right;
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
  private final ChannelRows rows;

  public RemoveChannelMember(Access access, Channels channels, ChannelRows rows) {
    this.access = access;
    this.channels = channels;
    this.rows = rows;
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
    if (rows.isFirst(seen.channel()) && isMoreThanGuest(user, seen.channel())) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "Everybody in the team is in its first channel; leave the team");
    }
    channels.remove(seen.channel(), user, call.user());
    return Reply.nothing();
  }

  private boolean isMoreThanGuest(String user, Channel channel) {
    return access.roleInTeam(user, channel.home()).filter(Right.SEE_ALL::isOf).isPresent();
  }
}
