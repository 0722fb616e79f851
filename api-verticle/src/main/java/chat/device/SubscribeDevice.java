package chat.device;

import chat.access.Access;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.bus.PushMessages;
import chat.bus.PushMessages.Done;
import chat.bus.PushMessages.Subscribe;

/** {@code PUT /me/push/{deviceId}}: only a device itself knows where it can be told. */
public final class SubscribeDevice implements Operation {
  private final Push push;

  record Keys(String p256dh, String auth) {}

  record Body(String kind, String endpoint, Keys keys, String token, Boolean sandbox) {}

  public SubscribeDevice(Push push) {
    this.push = push;
  }

  @Override
  public String id() {
    return "subscribeDevice";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    if (!call.path("deviceId").equals(call.caller().device())) {
      throw Access.notFound("device");
    }
    Keys keys = body.keys() == null ? new Keys(null, null) : body.keys();
    push.ask(
        PushMessages.SUBSCRIBE,
        new Subscribe(
            call.user(),
            call.caller().device(),
            call.caller().session(),
            body.kind(),
            body.endpoint(),
            keys.p256dh(),
            keys.auth(),
            body.token(),
            Boolean.TRUE.equals(body.sandbox())),
        Done.class);
    return Reply.nothing();
  }
}
