package chat.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.problem.ProblemException;
import java.util.Base64;
import java.util.List;

/** Where a page ended: the sort key of its last item, packed into one opaque word. */
public final class Cursor {
  private static final char SEPARATOR = '\u0000';

  private Cursor() {}

  /** Packs the parts of a sort key, which must not have the character 0. */
  public static String of(String... parts) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join(String.valueOf(SEPARATOR), parts).getBytes(UTF_8));
  }

  /** Reads a part that is a number. */
  public static long number(String part) {
    try {
      return Long.parseLong(part);
    } catch (NumberFormatException e) {
      throw notOfThisList();
    }
  }

  private static ProblemException notOfThisList() {
    return ProblemException.inField("cursor", "must be the next of a page of this list");
  }

  /**
   * Unpacks it.
   *
   * @throws ProblemException if it is not a cursor of {@code parts} parts
   */
  static List<String> parse(String cursor, int parts) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
      List<String> found = List.of(text.split(String.valueOf(SEPARATOR), -1));
      if (found.size() == parts && text.indexOf('\uFFFD') < 0) {
        return found;
      }
    } catch (IllegalArgumentException e) {
      // Told below, like every other text that is not a cursor.
    }
    throw notOfThisList();
  }
}
