package chat.channels;

import chat.access.Access;
import chat.api.Call;
import chat.api.Cursor;
import chat.api.MemberView;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;

/** {@code GET /channels/{id}/members}. */
public final class ListChannelMembers implements Operation {
  private final Access access;
  private final Channels channels;

  public ListChannelMembers(Access access, Channels channels) {
    this.access = access;
    this.channels = channels;
  }

  @Override
  public String id() {
    return "listChannelMembers";
  }

  @Override
  public Reply handle(Call call) {
    String after = call.cursor(1).map(parts -> parts.getFirst()).orElse("");
    int limit = call.limit();
    Access.Seen seen = access.see(call.user(), call.path("id"));
    return Reply.ok(
        Page.of(
                channels.members(seen.channel(), after, limit + 1),
                limit,
                last -> Cursor.of(last.person().id()))
            .map(
                member ->
                    new MemberView(
                        member.person().id(),
                        member.person().handle(),
                        member.person().name(),
                        member.role().text(),
                        null)));
  }
}
