package chat.device;

import chat.account.Sessions;
import chat.account.Sessions.Device;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Page;
import chat.api.Reply;
import chat.bus.PushMessages;
import chat.bus.PushMessages.Kinds;
import chat.bus.PushMessages.KindsOf;
import chat.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code GET /me/devices}. Without the push role nobody is known to be subscribed. */
public final class ListDevices implements Operation {
  private final Sessions sessions;
  private final Push push;

  record View(
      String device,
      String name,
      String platform,
      Instant created,
      Instant lastUsed,
      boolean current,
      String push) {}

  public ListDevices(Sessions sessions, Push push) {
    this.sessions = sessions;
    this.push = push;
  }

  @Override
  public String id() {
    return "listDevices";
  }

  @Override
  public Reply handle(Call call) {
    Map<String, String> kinds = kinds(call.user());
    List<View> views =
        sessions.devices(call.user()).stream().map(each -> view(each, call, kinds)).toList();
    return Reply.ok(new Page<>(views, null));
  }

  private static View view(Device device, Call call, Map<String, String> kinds) {
    return new View(
        device.id(),
        device.name(),
        device.platform(),
        Instant.ofEpochMilli(device.created()),
        Instant.ofEpochMilli(device.used()),
        device.id().equals(call.caller().device()),
        kinds.get(device.id()));
  }

  private Map<String, String> kinds(String user) {
    try {
      return push.ask(PushMessages.KINDS, new KindsOf(user), Kinds.class).devices();
    } catch (ProblemException e) {
      return Map.of();
    }
  }
}
