package chat.team;

import chat.access.Access;
import chat.account.Accounts;
import chat.account.Person;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import java.time.Clock;

/** {@code POST /invites/{code}/accept}. */
public final class AcceptInvite implements Operation {
  private final Teams teams;
  private final Invites invites;
  private final Accounts accounts;
  private final Clock clock;

  public AcceptInvite(Teams teams, Invites invites, Accounts accounts, Clock clock) {
    this.teams = teams;
    this.invites = invites;
    this.accounts = accounts;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "acceptInvite";
  }

  @Override
  public Reply handle(Call call) {
    String code = call.path("code");
    Team team =
        invites.team(code).flatMap(teams::find).orElseThrow(() -> Access.notFound("invitation"));
    Person person = accounts.find(call.user()).orElseThrow(() -> Access.notFound("account"));
    teams.join(team, person, sql -> invites.use(sql, code));
    TeamView.Own own = teams.own(person.id(), team.id()).orElseThrow();
    return Reply.ok(TeamView.of(team, own, clock.millis()));
  }
}
