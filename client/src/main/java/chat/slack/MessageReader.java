package chat.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Messages from the JSON of an export. */
final class MessageReader {
  /** Said by Slack about a channel, not by anybody in it. */
  private static final Set<String> NOTICES =
      Set.of(
          "channel_join",
          "channel_leave",
          "channel_topic",
          "channel_purpose",
          "channel_name",
          "channel_archive",
          "channel_unarchive",
          "group_join",
          "group_leave",
          "group_topic",
          "group_purpose",
          "group_name",
          "group_archive",
          "group_unarchive",
          "pinned_item",
          "bot_add",
          "bot_remove",
          "tombstone");

  private static final Pattern TS = Pattern.compile("\\d{1,11}\\.\\d{1,9}");

  private final Map<String, String> people;
  private final Markup markup;

  MessageReader(Map<String, String> people, Markup markup) {
    this.people = people;
    this.markup = markup;
  }

  /** The message, or {@code null} if nobody said anything. */
  SlackMessage read(JsonNode json) {
    String ts = json.path("ts").asText();
    if (!json.path("type").asText().equals("message")
        || NOTICES.contains(json.path("subtype").asText())
        || !TS.matcher(ts).matches()) {
      return null;
    }
    String text = markup.plain(json.path("text").asText());
    List<String> files = new ArrayList<>();
    json.path("files").forEach(file -> files.add(file.path("name").asText("file")));
    if (text.isBlank() && files.isEmpty()) {
      return null;
    }
    String thread = json.path("thread_ts").asText();
    return new SlackMessage(
        ts,
        thread.isEmpty() || thread.equals(ts) ? null : thread,
        json.path("subtype").asText().equals("thread_broadcast"),
        author(json),
        time(ts),
        text,
        json.has("edited") ? time(json.path("edited").path("ts").asText()) : null,
        reactions(json.path("reactions")),
        files);
  }

  private String author(JsonNode json) {
    String user = json.path("user").asText();
    String known = people.get(user);
    if (known != null) {
      return known;
    }
    JsonNode profile = json.path("user_profile");
    for (String name :
        List.of(
            profile.path("display_name").asText(),
            profile.path("real_name").asText(),
            json.path("username").asText(),
            json.path("bot_profile").path("name").asText(),
            user)) {
      if (!name.isBlank()) {
        return name.strip();
      }
    }
    return "Slack";
  }

  private List<SlackMessage.Reaction> reactions(JsonNode all) {
    List<SlackMessage.Reaction> reactions = new ArrayList<>();
    for (JsonNode reaction : all) {
      String name = reaction.path("name").asText();
      String emoji = Shortcodes.emoji(name);
      List<String> names = new ArrayList<>();
      reaction
          .path("users")
          .forEach(user -> names.add(people.getOrDefault(user.asText(), user.asText())));
      reactions.add(new SlackMessage.Reaction(emoji == null ? ":" + name + ":" : emoji, names));
    }
    return reactions;
  }

  private static Instant time(String ts) {
    if (!TS.matcher(ts).matches()) {
      return null;
    }
    BigDecimal seconds = new BigDecimal(ts);
    return Instant.ofEpochSecond(
        seconds.longValue(), seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
  }
}
