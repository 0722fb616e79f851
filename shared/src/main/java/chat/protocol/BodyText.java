package chat.protocol;

/** What is accepted as the body of a message that is not encrypted. */
public final class BodyText {
  private BodyText() {}

  /** Why {@code body} is refused, naming the field, or {@code null} if it is fine. */
  public static String problem(String body) {
    if (body == null || body.isEmpty()) {
      return "body is missing";
    }
    if (isTooLong(body)) {
      return "body has more than 100,000 UTF-16 code units";
    }
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (c > 0 && c < Character.MIN_SURROGATE) {
        continue; // nearly all text
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < body.length()
          && Character.isLowSurrogate(body.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return "body has half of a surrogate pair at code unit " + i;
      } else if (c == 0) {
        return "body has a NUL character at code unit " + i;
      }
    }
    return null;
  }

  /** Whether it has more than {@link Limits#BODY_CODE_UNITS}. */
  public static boolean isTooLong(String body) {
    return body != null && body.length() > Limits.BODY_CODE_UNITS;
  }
}
