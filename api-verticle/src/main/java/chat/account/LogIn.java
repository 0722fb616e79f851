package chat.account;

import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.limit.RateLimiter;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code POST /sessions}. Nothing in the answer, nor the time that it takes, tells whether the
 * handle exists: a password is hashed in any case.
 */
public final class LogIn implements Operation {
  private final Accounts accounts;
  private final Sessions sessions;
  private final Passwords passwords;
  private final SessionReplies replies;
  private final RateLimiter limiter;
  private final AccountLimits limits;

  record Body(String handle, String password, Device device) {}

  record Device(String name, String platform) {}

  public LogIn(
      Accounts accounts,
      Sessions sessions,
      Passwords passwords,
      SessionReplies replies,
      RateLimiter limiter,
      AccountLimits limits) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.passwords = passwords;
    this.replies = replies;
    this.limiter = limiter;
    this.limits = limits;
  }

  @Override
  public String id() {
    return "logIn";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    String deviceName = PlainText.name("device.name", body.device().name());
    String handle = body.handle().toLowerCase(Locale.ROOT);
    limiter.count(limits.logInsByAddress(), call.address());
    limiter.count(limits.logInsByHandle(), handle);
    Person person = authenticate(new Handle(handle), body.password());
    return Reply.created(
        replies.of(person, sessions.open(person.id(), deviceName, body.device().platform())));
  }

  private Person authenticate(Handle handle, String password) {
    Optional<Accounts.Credentials> credentials = accounts.credentials(handle);
    if (credentials.isEmpty()) {
      passwords.pretend(password);
    } else if (passwords.matches(password, credentials.get().passwordHash())) {
      return credentials.get().person();
    }
    throw new ProblemException(ProblemType.UNAUTHORIZED, "The handle or the password is wrong");
  }
}
