package chat.team;

import chat.access.Access;
import chat.account.Accounts;
import chat.account.Person;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import java.time.Clock;

/** {@code POST /teams/{id}/join}. */
public final class JoinTeam implements Operation {
  private final Teams teams;
  private final Accounts accounts;
  private final Clock clock;

  public JoinTeam(Teams teams, Accounts accounts, Clock clock) {
    this.teams = teams;
    this.accounts = accounts;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "joinTeam";
  }

  @Override
  public Reply handle(Call call) {
    Team team = teams.find(call.path("id")).orElseThrow(() -> Access.notFound("team"));
    Person person = accounts.find(call.user()).orElseThrow(() -> Access.notFound("account"));
    teams.join(
        team,
        person,
        sql -> {
          if (!team.open()) {
            throw new ProblemException(
                ProblemType.FORBIDDEN, "The team is not open; it takes an invitation");
          }
        });
    TeamView.Own own = teams.own(person.id(), team.id()).orElseThrow();
    return Reply.ok(TeamView.of(team, own, clock.millis()));
  }
}
