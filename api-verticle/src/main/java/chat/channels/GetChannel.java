package chat.channels;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;

/** {@code GET /channels/{id}}. */
public final class GetChannel implements Operation {
  private final Access access;
  private final ChannelViews views;

  public GetChannel(Access access, ChannelViews views) {
    this.access = access;
    this.views = views;
  }

  @Override
  public String id() {
    return "getChannel";
  }

  @Override
  public Reply handle(Call call) {
    return Reply.ok(views.of(access.see(call.user(), call.path("id")).channel(), call.user()));
  }
}
