package chat.team;

import chat.access.Access;
import chat.access.Right;
import chat.access.Role;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import java.time.Duration;
import java.util.List;

/** {@code POST /teams/{id}/invites}. */
public final class CreateInvite implements Operation {
  private static final long SECONDS = Duration.ofDays(7).toSeconds();
  private static final int USES = 1_000;

  private final Access access;
  private final Invites invites;

  record Body(Long expiresInSeconds, Integer uses, String role, List<String> channels) {}

  public CreateInvite(Access access, Invites invites) {
    this.access = access;
    this.invites = invites;
  }

  @Override
  public String id() {
    return "createInvite";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.hasBody() ? call.body(Body.class) : new Body(null, null, null, null);
    Role role = body.role() == null ? Role.MEMBER : Role.of(body.role());
    List<String> channels =
        body.channels() == null ? List.of() : body.channels().stream().distinct().toList();
    if (role == Role.GUEST && channels.isEmpty()) {
      throw ProblemException.inField("channels", "must name what a guest is to see");
    }
    String team = call.path("id");
    access.require(
        call.user(), team, role == Role.GUEST ? Right.INVITE_GUESTS : Right.INVITE_MEMBERS);
    for (int i = 0; i < channels.size(); i++) {
      requireIn(call.user(), team, channels.get(i), "channels." + i);
    }
    Invites.Invite invite =
        invites.create(
            team,
            call.user(),
            role,
            channels,
            Duration.ofSeconds(body.expiresInSeconds() == null ? SECONDS : body.expiresInSeconds()),
            body.uses() == null ? USES : body.uses());
    return Reply.created(InviteView.of(invite));
  }

  private void requireIn(String user, String team, String channel, String field) {
    try {
      if (access.memberOf(user, channel).channel().home().equals(team)) {
        return;
      }
    } catch (ProblemException e) {
      if (e.type() != ProblemType.NOT_FOUND && e.type() != ProblemType.FORBIDDEN) {
        throw e;
      }
    }
    throw ProblemException.inField(
        ProblemType.NOT_FOUND, field, "is no channel of the team that you are in");
  }
}
