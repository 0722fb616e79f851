package chat.account;

import chat.auth.AccessTokens;

/** What a device gets when it signs in or refreshes. */
public final class SessionReplies {
  private final AccessTokens tokens;

  record SessionView(
      String accessToken, int expiresIn, String refreshToken, String deviceId, Person user) {}

  public SessionReplies(AccessTokens tokens) {
    this.tokens = tokens;
  }

  SessionView of(Person person, Sessions.Open session) {
    return new SessionView(
        tokens.issue(session.user(), session.device(), session.session()),
        tokens.seconds(),
        session.refresh().text(),
        session.device(),
        person);
  }
}
