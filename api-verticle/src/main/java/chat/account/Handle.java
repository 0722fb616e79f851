package chat.account;

import chat.problem.ProblemException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What others find someone by. Case does not count.
 *
 * @param text lower case, 2 to 32 of {@code a-z 0-9 . _ -}
 */
public record Handle(String text) {
  private static final Pattern RULE = Pattern.compile("[a-z0-9._-]{2,32}");

  /**
   * Reads a handle in any case.
   *
   * @throws ProblemException if it is not one, blaming {@code handle}
   */
  public static Handle parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!RULE.matcher(lower).matches()) {
      throw ProblemException.inField(
          "handle", "must be 2 to 32 of: letters a to z, digits, dot, underscore, hyphen");
    }
    return new Handle(lower);
  }
}
