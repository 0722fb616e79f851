package chat.slack;

import java.time.Instant;
import java.util.List;

/**
 * A message of an export.
 *
 * @param ts Slack's name for it, unique in its channel
 * @param thread the {@code ts} of the message that it is a reply to; null if it is none
 * @param alsoInChannel whether a reply is shown in the channel too
 * @param author the name to show
 * @param text as plain text
 * @param edited when it was last edited; null for never
 * @param files the names of its files, which an export does not contain
 */
public record SlackMessage(
    String ts,
    String thread,
    boolean alsoInChannel,
    String author,
    Instant time,
    String text,
    Instant edited,
    List<Reaction> reactions,
    List<String> files) {

  /** An emoji, or the name of one that is no Unicode emoji in colons, and who gave it. */
  public record Reaction(String emoji, List<String> names) {}
}
