package chat.problem;

import java.util.Optional;

/**
 * A refusal on its way to the client. Carries no stack trace: it is an answer, not a defect, and is
 * made often under attack or overload.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final int retryAfterSeconds;
  private final String field;

  /**
   * A refusal.
   *
   * @param detail says which field or thing and why, for the person who reads it
   */
  public ProblemException(ProblemType type, String detail) {
    this(type, detail, type.status() == 503 || type.status() == 429 ? 1 : 0);
  }

  /** A refusal that tells when to come back; 0 seconds for no hint. */
  public ProblemException(ProblemType type, String detail, int retryAfterSeconds) {
    this(type, detail, retryAfterSeconds, null);
  }

  private ProblemException(ProblemType type, String detail, int retryAfterSeconds, String field) {
    super(detail, null, false, false);
    this.type = type;
    this.retryAfterSeconds = retryAfterSeconds;
    this.field = field;
  }

  /**
   * A value that breaks its rules.
   *
   * @param field its path in the request, such as {@code device.name}
   * @param reason what is wrong with it; the detail starts with the field
   */
  public static ProblemException inField(String field, String reason) {
    return inField(ProblemType.BAD_REQUEST, field, reason);
  }

  /** Like {@link #inField(String, String)}, of another type. */
  public static ProblemException inField(ProblemType type, String field, String reason) {
    return new ProblemException(type, field + " " + reason, 0, field);
  }

  public ProblemType type() {
    return type;
  }

  /** Seconds for the {@code Retry-After} header, or 0 for none. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** The field to blame, if it is one. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }

  /** What is to be told of {@code failure}: itself if it is a refusal, else that we failed. */
  public static ProblemException of(Throwable failure) {
    return failure instanceof ProblemException problem
        ? problem
        : new ProblemException(ProblemType.INTERNAL, "The server failed; the log says why");
  }
}
