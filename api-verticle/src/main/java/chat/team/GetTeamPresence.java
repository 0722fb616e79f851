package chat.team;

import chat.access.Access;
import chat.access.Right;
import chat.access.Role;
import chat.api.Call;
import chat.api.Cursor;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import chat.bus.PresenceMessages.Profile;
import chat.status.CustomView;
import chat.status.Statuses;
import java.time.Instant;
import java.util.Map;

/** {@code GET /teams/{id}/presence}. */
public final class GetTeamPresence implements Operation {
  private static final int LIMIT = 500;

  private final Access access;
  private final TeamMembers members;
  private final PresenceQuery presence;
  private final Statuses statuses;

  record View(String user, String status, CustomView custom, Instant lastSeen) {
    static View of(String user, String status, Profile profile) {
      Long lastSeen =
          profile != null && status.equals(PresenceQuery.OFFLINE) ? profile.lastSeen() : null;
      return new View(
          user,
          status,
          profile == null ? null : CustomView.of(profile.custom()),
          lastSeen == null ? null : Instant.ofEpochMilli(lastSeen));
    }
  }

  public GetTeamPresence(
      Access access, TeamMembers members, PresenceQuery presence, Statuses statuses) {
    this.access = access;
    this.members = members;
    this.presence = presence;
    this.statuses = statuses;
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
    Map<String, String> online = presence.of(page.items());
    Map<String, Profile> profiles = statuses.profiles(page.items());
    return Reply.ok(
        page.map(
            user ->
                View.of(
                    user, online.getOrDefault(user, PresenceQuery.OFFLINE), profiles.get(user))));
  }
}
