package chat.problem;

/**
 * The catalogue of everything that can be refused, the same over REST (RFC 9457 problem documents)
 * and in a socket's {@code nack}. {@link #slug()} is the problem's {@code type}, a relative URI
 * reference, and never changes once released.
 */
public enum ProblemType {
  BAD_REQUEST("bad-request", 400, "The request is malformed"),
  UNAUTHORIZED("unauthorized", 401, "Sign in first"),
  FORBIDDEN("forbidden", 403, "Your role does not allow this"),
  NOT_FOUND("not-found", 404, "There is no such thing, or you may not see it"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "This resource does not support the method"),
  NOT_ACCEPTABLE("not-acceptable", 406, "No representation that you accept"),
  CONFLICT("conflict", 409, "It changed meanwhile"),
  HANDLE_TAKEN("handle-taken", 409, "The handle is taken"),
  NAME_TAKEN("name-taken", 409, "The name is taken"),
  ARCHIVED("archived", 409, "The channel is archived"),
  STALE_ID("stale-id", 409, "The id is older than 10 minutes and not known"),
  OUT_OF_ORDER("out-of-order", 409, "An earlier change is still missing"),
  GONE("gone", 410, "It has expired or was used up"),
  TOO_LARGE("too-large", 413, "It is larger than the limit"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The media type is not supported"),
  UNPROCESSABLE("unprocessable", 422, "The values do not fit together"),
  ENCRYPTION_UNAVAILABLE("encryption-unavailable", 422, "Encryption is not available"),
  LIMIT_REACHED("limit-reached", 422, "There are as many as there may be"),
  RATE_LIMITED("rate-limited", 429, "Too many requests"),
  INTERNAL("internal", 500, "The server failed"),
  UNAVAILABLE("unavailable", 503, "Not available right now"),
  OVERLOADED("overloaded", 503, "Too busy right now"),
  OUTCOME_UNKNOWN("outcome-unknown", 503, "It may or may not have happened; repeat it");

  private final String slug;
  private final int status;
  private final String title;

  ProblemType(String slug, int status, String title) {
    this.slug = slug;
    this.status = status;
    this.title = title;
  }

  /** The {@code type} on the wire. */
  public String slug() {
    return slug;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** A short sentence in English; clients translate by {@link #slug()}. */
  public String title() {
    return title;
  }

  /** The type with that slug, or {@link #INTERNAL} for one of a newer version. */
  public static ProblemType ofSlug(String slug) {
    for (ProblemType type : values()) {
      if (type.slug.equals(slug)) {
        return type;
      }
    }
    return INTERNAL;
  }
}
