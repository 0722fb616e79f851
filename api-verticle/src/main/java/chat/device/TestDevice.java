package chat.device;

import chat.account.Sessions;
import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.bus.PushMessages;
import chat.bus.PushMessages.Done;
import chat.bus.PushMessages.Trial;
import chat.limit.RateLimiter;
import chat.limit.RateLimiter.Limit;
import java.time.Duration;

/** {@code POST /me/push/{deviceId}/test}. */
public final class TestDevice implements Operation {
  private static final Limit LIMIT = new Limit("push-tests", 10, Duration.ofMinutes(1));

  private final Sessions sessions;
  private final Push push;
  private final RateLimiter limiter;

  public TestDevice(Sessions sessions, Push push, RateLimiter limiter) {
    this.sessions = sessions;
    this.push = push;
    this.limiter = limiter;
  }

  @Override
  public String id() {
    return "testDevice";
  }

  @Override
  public Reply handle(Call call) {
    String device = sessions.device(call.user(), call.path("deviceId")).id();
    limiter.count(LIMIT, call.user());
    push.ask(PushMessages.TEST, new Trial(call.user(), device), Done.class);
    return new Reply(202, null);
  }
}
