package chat.api;

import chat.problem.ProblemException;
import chat.problem.ProblemType;

/** What is refused until end-to-end encryption exists: a promise that can't be kept. */
public final class Encryption {
  private Encryption() {}

  /** Refuses the wish to have something encrypted. */
  public static void refuse(Boolean encrypted) {
    if (Boolean.TRUE.equals(encrypted)) {
      throw ProblemException.inField(
          ProblemType.ENCRYPTION_UNAVAILABLE, "encrypted", "must not be true yet");
    }
  }

  /** Refuses a scheme other than {@code none}, which is also what absence means. */
  public static String scheme(String enc) {
    if (enc != null && !enc.equals("none")) {
      throw ProblemException.inField(
          ProblemType.ENCRYPTION_UNAVAILABLE, "enc", "must be none for now");
    }
    return "none";
  }
}
