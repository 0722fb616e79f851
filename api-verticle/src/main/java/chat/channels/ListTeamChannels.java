package chat.channels;

import chat.access.Access;
import chat.api.Call;
import chat.api.Cursor;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import java.util.List;

/** {@code GET /teams/{id}/channels}. */
public final class ListTeamChannels implements Operation {
  private final Access access;
  private final ChannelRows rows;

  public ListTeamChannels(Access access, ChannelRows rows) {
    this.access = access;
    this.rows = rows;
  }

  @Override
  public String id() {
    return "listTeamChannels";
  }

  @Override
  public Reply handle(Call call) {
    List<String> after = call.cursor(2).orElse(List.of("", ""));
    int limit = call.limit();
    String team = call.path("id");
    access.memberOfTeam(call.user(), team);
    return Reply.ok(
        Page.of(
                rows.visible(team, call.user(), after.get(0), after.get(1), limit + 1),
                limit,
                last -> Cursor.of(last.channel().name(), last.channel().id()))
            .map(listed -> ChannelView.of(listed.channel(), listed.member())));
  }
}
