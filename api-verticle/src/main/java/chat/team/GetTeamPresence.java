package chat.team;

import chat.access.Access;
import chat.access.Right;
import chat.access.Role;
import chat.api.Call;
import chat.api.Cursor;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import java.util.Map;

/** {@code GET /teams/{id}/presence}. */
public final class GetTeamPresence implements Operation {
  private static final int LIMIT = 500;

  private final Access access;
  private final TeamMembers members;
  private final PresenceQuery presence;

  record View(String user, String status) {}

  public GetTeamPresence(Access access, TeamMembers members, PresenceQuery presence) {
    this.access = access;
    this.members = members;
    this.presence = presence;
  }

  @Override
  public String id() {
    return "getTeamPresence";
  }

  @Override
  public Reply handle(Call call) {
    String after = call.cursor(1).map(parts -> parts.getFirst()).orElse("");
    int limit = call.limit(LIMIT);
    String team = call.path("id");
    Role role = access.memberOfTeam(call.user(), team);
    String sharingWith = Right.SEE_ALL.isOf(role) ? null : call.user();
    Page<String> page =
        Page.of(members.ids(team, sharingWith, after, limit + 1), limit, last -> Cursor.of(last));
    Map<String, String> statuses = presence.of(page.items());
    return Reply.ok(
        page.map(user -> new View(user, statuses.getOrDefault(user, PresenceQuery.OFFLINE))));
  }
}
