package chat.device;

import chat.account.Sessions;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.bus.PushMessages;
import chat.bus.PushMessages.Done;
import chat.bus.PushMessages.Unsubscribe;

/** {@code DELETE /me/push/{deviceId}}. */
public final class UnsubscribeDevice implements Operation {
  private final Sessions sessions;
  private final Push push;

  public UnsubscribeDevice(Sessions sessions, Push push) {
    this.sessions = sessions;
    this.push = push;
  }

  @Override
  public String id() {
    return "unsubscribeDevice";
  }

  @Override
  public Reply handle(Call call) {
    String device = sessions.device(call.user(), call.path("deviceId")).id();
    push.ask(PushMessages.UNSUBSCRIBE, new Unsubscribe(call.user(), device), Done.class);
    return Reply.nothing();
  }
}
