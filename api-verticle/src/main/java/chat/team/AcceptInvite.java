package chat.team;

import chat.access.Access;
import chat.account.Accounts;
import chat.account.Person;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.channels.Channel;
import chat.channels.ChannelRows;
import java.time.Clock;
import java.util.List;

/** {@code POST /invites/{code}/accept}. */
public final class AcceptInvite implements Operation {
  private final Teams teams;
  private final Invites invites;
  private final ChannelRows channels;
  private final Accounts accounts;
  private final Clock clock;

  public AcceptInvite(
      Teams teams, Invites invites, ChannelRows channels, Accounts accounts, Clock clock) {
    this.teams = teams;
    this.invites = invites;
    this.channels = channels;
    this.accounts = accounts;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "acceptInvite";
  }

  @Override
  public Reply handle(Call call) {
    Invites.Invite invite =
        invites.find(call.path("code")).orElseThrow(() -> Access.notFound("invitation"));
    Team team = teams.find(invite.team()).orElseThrow(() -> Access.notFound("invitation"));
    Person person = accounts.find(call.user()).orElseThrow(() -> Access.notFound("account"));
    // What was archived meanwhile takes nobody in.
    List<Channel> into =
        channels.findAll(invite.channels()).values().stream()
            .filter(channel -> !channel.archived())
            .toList();
    teams.join(team, person, invite.role(), into, sql -> invites.use(sql, invite));
    TeamView.Own own = teams.own(person.id(), team.id()).orElseThrow();
    return Reply.ok(TeamView.of(team, own, clock.millis()));
  }
}
