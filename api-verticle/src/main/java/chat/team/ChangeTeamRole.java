package chat.team;

import chat.access.Access;
import chat.access.Role;
import chat.account.Accounts;
import chat.account.Person;
import chat.api.Call;
import chat.api.MemberView;
import chat.api.Operation;
import chat.api.Reply;

/** {@code PUT /teams/{id}/members/{user}/role}. */
public final class ChangeTeamRole implements Operation {
  private final Access access;
  private final Teams teams;
  private final Crew crew;
  private final Accounts accounts;

  record Body(String role) {}

  public ChangeTeamRole(Access access, Teams teams, Crew crew, Accounts accounts) {
    this.access = access;
    this.teams = teams;
    this.crew = crew;
    this.accounts = accounts;
  }

  @Override
  public String id() {
    return "changeTeamRole";
  }

  @Override
  public Reply handle(Call call) {
    Role role = Role.of(call.body(Body.class).role());
    String id = call.path("id");
    String user = call.path("user");
    access.requireSeesMember(call.user(), id, user);
    Team team = teams.find(id).orElseThrow(() -> Access.notFound("team"));
    crew.changeRole(team, call.user(), user, role);
    Person person = accounts.find(user).orElseThrow(() -> Access.notFound("member"));
    return Reply.ok(new MemberView(person.id(), person.handle(), person.name(), role.text(), null));
  }
}
