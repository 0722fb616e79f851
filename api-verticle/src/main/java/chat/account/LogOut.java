package chat.account;

import chat.api.Call;
import chat.api.Caller;
import chat.api.Operation;
import chat.api.Reply;

/** {@code DELETE /sessions/current}. */
public final class LogOut implements Operation {
  private final Sessions sessions;
  private final RevokedSessions revoked;

  public LogOut(Sessions sessions, RevokedSessions revoked) {
    this.sessions = sessions;
    this.revoked = revoked;
  }

  @Override
  public String id() {
    return "logOut";
  }

  @Override
  public Reply handle(Call call) {
    Caller caller = call.caller();
    sessions.end(caller.user(), caller.session());
    revoked.publish(caller.user(), caller.session());
    return Reply.nothing();
  }
}
