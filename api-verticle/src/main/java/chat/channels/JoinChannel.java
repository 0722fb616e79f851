package chat.channels;

import chat.access.Access;
import chat.access.Role;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.problem.ProblemException;
import chat.problem.ProblemType;

/** {@code POST /channels/{id}/join}. */
public final class JoinChannel implements Operation {
  private final Access access;
  private final Channels channels;
  private final ChannelViews views;

  public JoinChannel(Access access, Channels channels, ChannelViews views) {
    this.access = access;
    this.channels = channels;
    this.views = views;
  }

  @Override
  public String id() {
    return "joinChannel";
  }

  @Override
  public Reply handle(Call call) {
    Access.Seen seen = access.see(call.user(), call.path("id"));
    // Who sees a channel and is not a member sees a public one: a private one shows to nobody else.
    if (!seen.isMember()) {
      if (seen.channel().archived()) {
        throw new ProblemException(ProblemType.ARCHIVED, "Nobody joins an archived channel");
      }
      channels.add(seen.channel(), call.user(), Role.MEMBER, call.user());
    }
    return Reply.ok(views.of(seen.channel(), call.user()));
  }
}
