package chat.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * A message in the state of one {@code rev}. Never changes; each change makes another one.
 *
 * @param channel where it was sent
 * @param id the operation's id that the client gave it
 * @param seq its place among all events of the channel, from 1
 * @param n its place among the channel's messages, from 1; 0, and absent in JSON, for a comment
 *     that was not also sent to the channel
 * @param rev the {@code seq} of its last change of any kind
 * @param time when the log took it
 * @param body opaque to the server; empty once deleted
 * @param enc how {@code body} is encrypted
 * @param mentions users whom it mentions, and the tokens of {@link Mentions}
 * @param parent the {@code seq} of the message that it is a comment on; 0, and absent, for none
 * @param comments those on it; {@code null} if there were never any
 * @param reactions in the order of each emoji's first use; {@code null} for none
 * @param attachments as its sender gave them; {@code null} for none
 * @param edited {@code null} if its text is as it was sent
 * @param deleted {@code null} unless this is a tombstone
 * @param pinned {@code null} if it is not
 * @param imported {@code null} unless it was brought from elsewhere
 */
public record Message(
    String channel,
    String id,
    long seq,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long n,
    long rev,
    String sender,
    String device,
    Instant time,
    String body,
    String enc,
    List<String> mentions,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long parent,
    Comments comments,
    List<Reaction> reactions,
    List<Attachment> attachments,
    Edited edited,
    Mark deleted,
    Mark pinned,
    Imported imported) {

  /** Who did something to it, and when. */
  public record Mark(String by, Instant time) {}

  /** The last change of its text; {@code rev} is what the message had right after it. */
  public record Edited(String by, Instant time, long rev) {}

  /** One without anything that only some have. */
  public Message(
      String channel,
      String id,
      long seq,
      long n,
      long rev,
      String sender,
      String device,
      Instant time,
      String body,
      String enc,
      List<String> mentions) {
    this(
        channel, id, seq, n, rev, sender, device, time, body, enc, mentions, 0, null, null, null,
        null, null, null, null);
  }

  /** The {@code rev} of its text: an edit that knows less of it is refused. */
  public long textRev() {
    return edited == null ? seq : edited.rev();
  }

  /** Whether it is on the channel's own page rather than only in a thread. */
  @JsonIgnore
  public boolean isInChannel() {
    return n > 0;
  }

  /** With another text. */
  public Message edit(long at, String by, Instant when, String text, List<String> mentioned) {
    Edited mark = new Edited(by, when, at);
    return copy(
        at, text, mentioned, comments, reactions, attachments, mark, deleted, pinned, imported);
  }

  /** Its tombstone: what was said is gone, that something was stays. */
  public Message delete(long at, String by, Instant when) {
    Imported origin = imported == null ? null : imported.withoutReactions();
    return copy(at, "", List.of(), comments, null, null, null, new Mark(by, when), null, origin);
  }

  /** With these reactions. */
  public Message react(long at, List<Reaction> all) {
    return withReactions(at, all.isEmpty() ? null : all);
  }

  /** With one more comment on it. */
  public Message comment(long at, Comments all) {
    return copy(at, body, mentions, all, reactions, attachments, edited, deleted, pinned, imported);
  }

  /** Pinned, or with {@code null} no longer. */
  public Message pin(long at, Mark pin) {
    return copy(
        at, body, mentions, comments, reactions, attachments, edited, deleted, pin, imported);
  }

  /** As an event shows it to everybody: of each reaction only the first users. */
  public Message inEvent() {
    if (reactions == null) {
      return this;
    }
    return withReactions(rev, reactionsSeenBy(null));
  }

  /** As {@code reader} sees it: with lists where there is nothing, and what of it is theirs. */
  public Message seenBy(String reader) {
    Comments seen = comments == null ? Comments.NONE : comments;
    List<Attachment> files = attachments == null ? List.of() : attachments;
    return copy(
        rev,
        body,
        mentions,
        seen,
        reactions == null ? List.of() : reactionsSeenBy(reader),
        files,
        edited,
        deleted,
        pinned,
        imported);
  }

  private List<Reaction> reactionsSeenBy(String reader) {
    return reactions.stream().map(reaction -> reaction.seenBy(reader)).toList();
  }

  private Message withReactions(long at, List<Reaction> all) {
    return copy(at, body, mentions, comments, all, attachments, edited, deleted, pinned, imported);
  }

  /** The same message in another state. */
  private Message copy(
      long at,
      String text,
      List<String> mentioned,
      Comments on,
      List<Reaction> given,
      List<Attachment> files,
      Edited edit,
      Mark deletion,
      Mark pin,
      Imported origin) {
    return new Message(
        channel, id, seq, n, at, sender, device, time, text, enc, mentioned, parent, on, given,
        files, edit, deletion, pin, origin);
  }
}
