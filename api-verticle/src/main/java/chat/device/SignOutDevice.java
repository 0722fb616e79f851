package chat.device;

import chat.account.RevokedSessions;
import chat.account.Sessions;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;

/** {@code DELETE /me/devices/{deviceId}}: its sockets close and it is not told any more. */
public final class SignOutDevice implements Operation {
  private final Sessions sessions;
  private final RevokedSessions revoked;

  public SignOutDevice(Sessions sessions, RevokedSessions revoked) {
    this.sessions = sessions;
    this.revoked = revoked;
  }

  @Override
  public String id() {
    return "signOutDevice";
  }

  @Override
  public Reply handle(Call call) {
    String session = sessions.device(call.user(), call.path("deviceId")).session();
    sessions.end(call.user(), session);
    revoked.publish(call.user(), session);
    return Reply.nothing();
  }
}
