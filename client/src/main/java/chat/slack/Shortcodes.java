package chat.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Slack's names of emoji. */
final class Shortcodes {
  private static final Pattern IN_TEXT =
      Pattern.compile(":([a-z0-9_+'-]{1,100}):(?::skin-tone-[2-6]:)?");
  private static final String SKIN_TONE = "::skin-tone-";
  private static final Map<String, String> EMOJI = load();

  private Shortcodes() {}

  /** The emoji with that name, without its skin tone; {@code null} for a workspace's own. */
  static String emoji(String name) {
    int tone = name.indexOf(SKIN_TONE);
    return EMOJI.get(tone < 0 ? name : name.substring(0, tone));
  }

  /** The text with emoji in place of the names that are known. */
  static String replaceIn(String text) {
    return IN_TEXT
        .matcher(text)
        .replaceAll(
            found -> {
              String emoji = emoji(found.group(1));
              return Matcher.quoteReplacement(emoji == null ? found.group() : emoji);
            });
  }

  private static Map<String, String> load() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Shortcodes.class.getResourceAsStream("shortcodes.txt")),
                UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("# "))
          .map(line -> line.split(" ", 2))
          .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
