package chat.slack;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Slack's markup as plain text: people, channels, links and emoji by their names. */
final class Markup {
  private static final Pattern REFERENCE =
      Pattern.compile("<([^<>|]{1,4000})(?:\\|([^<>]{0,4000}))?>");

  private final Map<String, String> people;
  private final Map<String, String> channels;

  /**
   * A reader of texts.
   *
   * @param people their names by id
   * @param channels their names by id
   */
  Markup(Map<String, String> people, Map<String, String> channels) {
    this.people = people;
    this.channels = channels;
  }

  String plain(String text) {
    String resolved =
        REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(resolve(found)));
    return Shortcodes.replaceIn(
        resolved.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
  }

  private String resolve(MatchResult found) {
    String target = found.group(1);
    String label = found.group(2) == null ? "" : found.group(2);
    return switch (target.charAt(0)) {
      case '@' -> "@" + people.getOrDefault(target.substring(1), orTarget(label, target));
      case '#' -> "#" + channels.getOrDefault(target.substring(1), orTarget(label, target));
      case '!' -> command(target.substring(1), label);
      default -> label.isEmpty() || label.equals(target) ? target : label + " (" + target + ")";
    };
  }

  /** What Slack calls special mentions; a date carries its own fallback as the label. */
  private static String command(String name, String label) {
    return switch (name) {
      case "here", "channel", "everyone" -> "@" + name;
      default -> label.isEmpty() ? name : label;
    };
  }

  private static String orTarget(String label, String target) {
    return label.isEmpty() ? target.substring(1) : label;
  }
}
