package chat.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * Where an imported message comes from, as its importer says; shown as such, never as if its author
 * had sent it here.
 *
 * @param author the name to show
 * @param time when it was sent there
 * @param key its name there, so that an import that is repeated knows what it has: printable ASCII
 * @param edited when it was last edited there; {@code null} for never
 * @param reactions that it had there; {@code null} for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Imported(
    String author, Instant time, String key, Instant edited, List<Reaction> reactions) {
  /** Characters of a key. */
  public static final int KEY = 128;

  /** UTF-16 code units of a name, as of users here. */
  public static final int NAME = 80;

  /** Names kept of those who reacted with one emoji; the count is of all. */
  public static final int NAMES = 10;

  /** UTF-16 code units of an emoji, or of the name of one that is no Unicode emoji. */
  public static final int EMOJI = 64;

  /** How many gave it, and some of their names. */
  public record Reaction(String emoji, int count, List<String> names) {}

  /** What is wrong with it, or {@code null} if nothing is. */
  public static String problem(Imported imported) {
    if (!isName(imported.author, NAME)) {
      return "author must have 1 to " + NAME + " characters, none of them control characters";
    }
    if (imported.time == null) {
      return "time is missing";
    }
    if (imported.key == null
        || imported.key.isEmpty()
        || imported.key.length() > KEY
        || !imported.key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      return "key must have 1 to " + KEY + " printable ASCII characters";
    }
    return imported.reactions == null ? null : problem(imported.reactions);
  }

  /** As it is kept of a deleted message: an import that is repeated must not bring it back. */
  Imported withoutReactions() {
    return new Imported(author, time, key, null, null);
  }

  private static String problem(List<Reaction> reactions) {
    if (reactions.size() > Limits.EMOJI_PER_MESSAGE) {
      return "reactions has more than " + Limits.EMOJI_PER_MESSAGE + " items";
    }
    for (Reaction each : reactions) {
      if (each == null
          || !isName(each.emoji, EMOJI)
          || each.count < 1
          || each.names == null
          || each.names.size() > Math.min(NAMES, each.count)
          || !each.names.stream().allMatch(name -> isName(name, NAME))) {
        return "reactions must have an emoji, a count and at most " + NAMES + " names each";
      }
    }
    return null;
  }

  private static boolean isName(String text, int most) {
    return text != null
        && !text.isBlank()
        && text.length() <= most
        && BodyText.problem(text) == null
        && text.codePoints().noneMatch(Character::isISOControl);
  }
}
