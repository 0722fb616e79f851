package chat.account;

import chat.api.Call;
import chat.api.Operation;
import chat.api.Reply;
import chat.limit.RateLimiter;
import chat.problem.ProblemException;
import chat.problem.ProblemType;

/** {@code POST /sessions/refresh}. A token that comes a second time ends its session. */
public final class RefreshSession implements Operation {
  private final Accounts accounts;
  private final Sessions sessions;
  private final RevokedSessions revoked;
  private final SessionReplies replies;
  private final RateLimiter limiter;
  private final AccountLimits limits;

  record Body(String refreshToken) {}

  public RefreshSession(
      Accounts accounts,
      Sessions sessions,
      RevokedSessions revoked,
      SessionReplies replies,
      RateLimiter limiter,
      AccountLimits limits) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.revoked = revoked;
    this.replies = replies;
    this.limiter = limiter;
    this.limits = limits;
  }

  @Override
  public String id() {
    return "refreshSession";
  }

  @Override
  public Reply handle(Call call) {
    Body body = call.body(Body.class);
    limiter.count(limits.refreshesByAddress(), call.address());
    RefreshToken token =
        RefreshToken.parse(body.refreshToken()).orElseThrow(RefreshSession::refusal);
    // Before the exchange: once that is done, the old token is worth nothing.
    Person person = accounts.find(token.user()).orElseThrow(RefreshSession::refusal);
    return switch (sessions.refresh(token)) {
      case Sessions.Refreshed.Renewed(Sessions.Open session) ->
          Reply.ok(replies.of(person, session));
      case Sessions.Refreshed.Reused(String user, String session) -> {
        revoked.publish(user, session);
        throw refusal();
      }
      case Sessions.Refreshed.Unknown() -> throw refusal();
    };
  }

  private static ProblemException refusal() {
    return new ProblemException(
        ProblemType.UNAUTHORIZED, "The refresh token is not valid, was used before or has expired");
  }
}
