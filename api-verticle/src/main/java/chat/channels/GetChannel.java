package chat.channels;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import java.util.List;

/** {@code GET /channels/{id}}. */
public final class GetChannel implements Operation {
  private final Access access;
  private final Channels channels;

  public GetChannel(Access access, Channels channels) {
    this.access = access;
    this.channels = channels;
  }

  @Override
  public String id() {
    return "getChannel";
  }

  @Override
  public Reply handle(Call call) {
    Access.Seen seen = access.see(call.user(), call.path("id"));
    Channel channel = seen.channel();
    return Reply.ok(
        ChannelView.of(
            channel,
            seen.isMember(),
            channel.isDm() ? channels.people(List.of(channel.id())).get(channel.id()) : null));
  }
}
