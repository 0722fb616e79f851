package chat.team;

import chat.access.Access;
import chat.api.Call;
import chat.api.Cursor;
import chat.api.MemberView;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import java.util.List;

/** {@code GET /teams/{id}/members}. */
public final class ListTeamMembers implements Operation {
  private final Access access;
  private final TeamMembers members;

  public ListTeamMembers(Access access, TeamMembers members) {
    this.access = access;
    this.members = members;
  }

  @Override
  public String id() {
    return "listTeamMembers";
  }

  @Override
  public Reply handle(Call call) {
    String prefix = call.query("q").orElse("");
    List<String> after = call.cursor(2).orElse(List.of("", ""));
    int limit = call.limit();
    String team = call.path("id");
    access.memberOfTeam(call.user(), team);
    Page<TeamMembers.Found> page =
        Page.of(
            members.startingWith(team, prefix, after.get(0), after.get(1), limit + 1),
            limit,
            last -> Cursor.of(last.word(), last.user()));
    return Reply.ok(
        page.map(
            found -> new MemberView(found.user(), found.handle(), found.name(), found.role())));
  }
}
