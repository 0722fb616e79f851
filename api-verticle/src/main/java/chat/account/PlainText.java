package chat.account;

import chat.problem.ProblemException;
import java.text.Normalizer;
import java.util.Locale;

/** Rules for short texts that people read: names of people, teams, channels and devices. */
public final class PlainText {
  /** Code points of a name. */
  public static final int MAX = 80;

  /** Code points of a line, such as a channel's topic. */
  public static final int LINE = 250;

  private static final int SEARCH_KEY_MAX = 128;

  private PlainText() {}

  /**
   * {@code text} as it is stored: NFC, without white space at either end.
   *
   * @param field what to blame
   * @throws ProblemException if it is then empty or longer than {@link #MAX} code points, or has
   *     control, line-break, text-direction or unpaired surrogate characters
   */
  public static String name(String field, String text) {
    String name = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    if (name.isEmpty()) {
      throw ProblemException.inField(field, "must not be empty");
    }
    return checked(field, name, MAX);
  }

  private static String checked(String field, String name, int max) {
    if (name.codePointCount(0, name.length()) > max) {
      throw ProblemException.inField(field, "must have at most " + max + " characters");
    }
    if (name.codePoints().anyMatch(PlainText::isForbidden)) {
      throw ProblemException.inField(
          field, "must not have control, line-break or text-direction characters");
    }
    if (name.codePoints().noneMatch(PlainText::isVisible)) {
      throw ProblemException.inField(field, "must have a visible character");
    }
    return name;
  }

  /**
   * {@code text} as it is stored, on one line: NFC, without white space at either end; may be
   * empty.
   *
   * @param field what to blame
   * @throws ProblemException if it is longer than {@link #LINE} code points, or has characters that
   *     no name may have
   */
  public static String line(String field, String text) {
    String line = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    return line.isEmpty() ? line : checked(field, line, LINE);
  }

  private static boolean isForbidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      // Text-direction controls could make one name look like another.
      case Character.FORMAT ->
          (codePoint >= 0x202A && codePoint <= 0x202E)
              || (codePoint >= 0x2066 && codePoint <= 0x2069)
              || codePoint == 0x200E
              || codePoint == 0x200F
              || codePoint == 0x061C
              || codePoint == 0xFEFF;
      default -> false;
    };
  }

  private static boolean isVisible(int codePoint) {
    int type = Character.getType(codePoint);
    return type != Character.FORMAT
        && type != Character.SPACE_SEPARATOR
        && type != Character.UNASSIGNED;
  }

  /**
   * What {@code text} is searched by: lower case and decomposed (NFKD), so that a prefix also
   * matches while a Hangul syllable is being composed. At most 128 code points.
   */
  public static String searchKey(String text) {
    String key = Normalizer.normalize(text.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFKD);
    return key.codePointCount(0, key.length()) <= SEARCH_KEY_MAX
        ? key
        : key.substring(0, key.offsetByCodePoints(0, SEARCH_KEY_MAX));
  }
}
