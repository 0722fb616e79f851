package chat.api;

import chat.account.RevokedSessions;
import chat.auth.AccessToken;
import chat.auth.AccessTokens;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.JWTAuthHandler;
import java.util.List;

/** Lets only requests pass that bring a valid access token of a session that has not ended. */
final class BearerAuthentication implements JWTAuthHandler {
  private static final String CALLER = "chat.caller";
  private static final String SCHEME = "Bearer ";
  private static final int MAX = 4096;

  private final AccessTokens tokens;
  private final RevokedSessions revoked;

  BearerAuthentication(AccessTokens tokens, RevokedSessions revoked) {
    this.tokens = tokens;
    this.revoked = revoked;
  }

  /** The caller whom this handler has let pass, or null. */
  static Caller caller(RoutingContext context) {
    return context.get(CALLER);
  }

  @Override
  public void handle(RoutingContext context) {
    String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null
        || header.length() > MAX
        || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      context.fail(
          new ProblemException(
              ProblemType.UNAUTHORIZED, "Send the header Authorization: Bearer with a token"));
      return;
    }
    tokens
        .verify(header.substring(SCHEME.length()).strip())
        .onSuccess(token -> pass(context, token))
        .onFailure(context::fail);
  }

  private void pass(RoutingContext context, AccessToken token) {
    if (revoked.contains(token.session())) {
      context.fail(new ProblemException(ProblemType.UNAUTHORIZED, "The session has ended"));
      return;
    }
    context.put(CALLER, new Caller(token.user(), token.device(), token.session()));
    context.next();
  }

  @Override
  public JWTAuthHandler scopeDelimiter(String delimiter) {
    throw new UnsupportedOperationException("tokens have no scopes");
  }

  @Override
  public JWTAuthHandler withScope(String scope) {
    throw new UnsupportedOperationException("tokens have no scopes");
  }

  @Override
  public JWTAuthHandler withScopes(List<String> scopes) {
    throw new UnsupportedOperationException("tokens have no scopes");
  }
}
