package chat.api;

import chat.problem.ProblemException;

/** A problem document (RFC 9457). */
record Problem(String type, String title, int status, String detail, String field) {
  static Problem of(ProblemException refusal) {
    return new Problem(
        refusal.type().slug(),
        refusal.type().title(),
        refusal.type().status(),
        refusal.getMessage(),
        refusal.field().orElse(null));
  }
}
