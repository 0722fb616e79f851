package chat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The emoji that can be reacted with: those that Unicode 17 recommends for general interchange (UTS
 * 51, RGI emoji set), with every skin tone, family and flag.
 */
public final class Emoji {
  /** UTF-16 code units of the longest. */
  public static final int MOST_CODE_UNITS = 32;

  private static final String PRESENTATION = "\uFE0F";
  private static final Map<String, String> QUALIFIED = load();

  private Emoji() {}

  /**
   * The fully qualified form of {@code text}, so that the same emoji counts once, whichever
   * keyboard it came from; {@code null} if it is not one.
   */
  public static String qualified(String text) {
    return text == null || text.length() > MOST_CODE_UNITS
        ? null
        : QUALIFIED.get(text.replace(PRESENTATION, ""));
  }

  private static Map<String, String> load() {
    Map<String, String> all = new HashMap<>(8_192);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Emoji.class.getResourceAsStream("emoji.txt")), UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("# "))
          .forEach(emoji -> all.put(emoji.replace(PRESENTATION, ""), emoji));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(all);
  }
}
