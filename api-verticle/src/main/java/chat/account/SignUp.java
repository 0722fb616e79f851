package chat.account;

import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.limit.RateLimiter;
import chat.problem.ProblemException;
import chat.problem.ProblemType;

/** {@code POST /accounts}. */
public final class SignUp implements Operation {
  private final Accounts accounts;
  private final Passwords passwords;
  private final RateLimiter limiter;
  private final AccountLimits limits;

  record Body(String handle, String name, String password) {}

  public SignUp(Accounts accounts, Passwords passwords, RateLimiter limiter, AccountLimits limits) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.limiter = limiter;
    this.limits = limits;
  }

  @Override
  public String id() {
    return "signUp";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    Handle handle = Handle.parse(body.handle());
    String name = PlainText.name("name", body.name());
    limiter.count(limits.signUpsByAddress(), call.address());
    if (accounts.isTaken(handle)) {
      throw ProblemException.inField(
          ProblemType.HANDLE_TAKEN, "handle", "is taken; choose another");
    }
    return Reply.created(accounts.create(handle, name, passwords.hash(body.password())));
  }
}
