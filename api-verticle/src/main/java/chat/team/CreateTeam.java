package chat.team;

import chat.access.Access;
import chat.account.Accounts;
import chat.account.Person;
import chat.account.PlainText;
import chat.api.Call;
import chat.api.Encryption;
import chat.api.Operation;
import chat.api.Reply;
import java.time.Clock;

/** {@code POST /teams}. */
public final class CreateTeam implements Operation {
  private final Teams teams;
  private final Accounts accounts;
  private final Clock clock;

  record Body(String name, Boolean open, Boolean encrypted) {}

  public CreateTeam(Teams teams, Accounts accounts, Clock clock) {
    this.teams = teams;
    this.accounts = accounts;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "createTeam";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    String name = PlainText.name("name", body.name());
    Encryption.refuse(body.encrypted());
    Person owner = accounts.find(call.user()).orElseThrow(() -> Access.notFound("account"));
    Team team = teams.create(name, Boolean.TRUE.equals(body.open()), owner);
    TeamView.Own own = teams.own(owner.id(), team.id()).orElseThrow();
    return Reply.created(TeamView.of(team, own, clock.millis()));
  }
}
