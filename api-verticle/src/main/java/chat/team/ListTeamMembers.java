package chat.team;

import chat.access.Access;
import chat.access.Right;
import chat.access.Role;
import chat.api.Call;
import chat.api.Cursor;
import chat.api.MemberView;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import java.util.List;

/** {@code GET /teams/{id}/members}. */
public final class ListTeamMembers implements Operation {
  private final Access access;
  private final TeamMembers members;
  private final Mentionable mentionable;

  public ListTeamMembers(Access access, TeamMembers members, Mentionable mentionable) {
    this.access = access;
    this.members = members;
    this.mentionable = mentionable;
  }

  @Override
  public String id() {
    return "listTeamMembers";
  }

  @Override
  public Reply handle(Call call) {
    String prefix = call.query("q").orElse("");
    List<String> after = call.cursor(2).orElse(List.of("", ""));
    String team = call.path("id");
    Role role = access.memberOfTeam(call.user(), team);
    String sharingWith = Right.SEE_ALL.isOf(role) ? null : call.user();
    if (call.query("channel").isPresent()) {
      return Reply.ok(forMention(call, team, prefix, sharingWith));
    }
    int limit = call.limit();
    Page<TeamMembers.Found> page =
        Page.of(
            members.startingWith(team, prefix, sharingWith, after.get(0), after.get(1), limit + 1),
            limit,
            last -> Cursor.of(last.word(), last.user()));
    return Reply.ok(
        page.map(
            found ->
                new MemberView(found.user(), found.handle(), found.name(), found.role(), null)));
  }

  private Page<MemberView> forMention(Call call, String team, String prefix, String sharingWith) {
    if (call.query("cursor").isPresent()) {
      throw ProblemException.inField("cursor", "can't go together with channel");
    }
    String channel = call.query("channel").orElseThrow();
    if (!access.memberOf(call.user(), channel).channel().home().equals(team)) {
      throw ProblemException.inField(
          ProblemType.NOT_FOUND, "channel", "is not a channel of this team");
    }
    return new Page<>(
        mentionable.bestFirst(team, channel, prefix, sharingWith, call.limit()), null);
  }
}
