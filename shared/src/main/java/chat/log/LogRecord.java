package chat.log;

import chat.protocol.Attachment;
import chat.protocol.Imported;
import chat.protocol.MemberChange;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * One wish to change a channel, as it stands in the topic {@code chat.log}: keyed by its channel,
 * so that all wishes of a channel have one order. Facts that the channel's state does not hold are
 * put in by the node that writes it. What becomes of it is decided by the channel's owner alone.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LogRecord.PostMessage.class, name = "post"),
  @JsonSubTypes.Type(value = LogRecord.EditMessage.class, name = "edit"),
  @JsonSubTypes.Type(value = LogRecord.DeleteMessage.class, name = "delete"),
  @JsonSubTypes.Type(value = LogRecord.React.class, name = "react"),
  @JsonSubTypes.Type(value = LogRecord.Pin.class, name = "pin"),
  @JsonSubTypes.Type(value = LogRecord.ChangeMembers.class, name = "members"),
  @JsonSubTypes.Type(value = LogRecord.ChangeChannel.class, name = "channel"),
})
public sealed interface LogRecord {
  /** The channel, which is also the record's key. */
  String channel();

  /** A wish of a user, who repeats it under the same id until it is answered. */
  sealed interface Operation extends LogRecord {
    /** A UUID of version 7. */
    String id();

    /**
     * Whose wish it is. The writer has checked that they are a member; the owner refuses it if the
     * log removed them before.
     */
    String user();

    /** The {@code seq} of the message that must be known to decide, or 0 for none. */
    long target();
  }

  /** A wish to change the message {@link #target()}. */
  sealed interface ChangeMessage extends Operation {
    long seq();

    @Override
    default long target() {
      return seq();
    }
  }

  /**
   * A message.
   *
   * @param parent the {@code seq} of the message that it is a comment on, or 0
   * @param alsoInChannel whether a comment is shown in the channel too
   * @param attachments may be {@code null}
   * @param imported {@code null} unless it is brought from elsewhere, by somebody who may moderate
   */
  record PostMessage(
      String channel,
      String id,
      String sender,
      String device,
      String body,
      String enc,
      List<String> mentions,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long parent,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean alsoInChannel,
      List<Attachment> attachments,
      Imported imported)
      implements Operation {
    /** A message that is no comment and has no attachments. */
    public PostMessage(
        String channel,
        String id,
        String sender,
        String device,
        String body,
        String enc,
        List<String> mentions) {
      this(channel, id, sender, device, body, enc, mentions, 0, false, null, null);
    }

    /** The same with these attachments. */
    public PostMessage with(List<Attachment> taken) {
      return new PostMessage(
          channel, id, sender, device, body, enc, mentions, parent, alsoInChannel, taken, imported);
    }

    /** The keys of its attachments, as its sender gave them. */
    public List<String> attachmentKeys() {
      return attachments == null ? List.of() : attachments.stream().map(Attachment::key).toList();
    }

    @Override
    public String user() {
      return sender;
    }

    @Override
    public long target() {
      return parent;
    }
  }

  /**
   * Another text.
   *
   * @param rev the state of the message that its sender saw
   */
  record EditMessage(
      String channel,
      String id,
      String user,
      long seq,
      long rev,
      String body,
      String enc,
      List<String> mentions)
      implements ChangeMessage {}

  /**
   * The end of a message.
   *
   * @param rev the state that the user saw, or 0 for whichever
   * @param moderator whether the user may delete what others sent
   */
  record DeleteMessage(
      String channel, String id, String user, long seq, long rev, boolean moderator)
      implements ChangeMessage {
    /** The same by somebody who may delete what others sent. */
    public DeleteMessage asModerator() {
      return new DeleteMessage(channel, id, user, seq, rev, true);
    }
  }

  /**
   * A reaction, given or taken back.
   *
   * @param emoji fully qualified, see {@link chat.protocol.Emoji}
   */
  record React(String channel, String id, String user, long seq, String emoji, boolean add)
      implements ChangeMessage {}

  /** A message is pinned, or no longer. */
  record Pin(String channel, String id, String user, long seq, boolean add)
      implements ChangeMessage {}

  /**
   * A change that is committed in MySQL. Those of one channel are counted together, so that the log
   * shows them once each and in their order.
   */
  sealed interface FromDirectory extends LogRecord {
    /**
     * The version of the channel's change before this one, plus one; a repeat is answered as done,
     * a jump is refused with {@code out-of-order}.
     */
    long version();
  }

  /** Members came or went. */
  record ChangeMembers(
      String channel,
      long version,
      List<MemberChange.Member> added,
      List<String> removed,
      String by)
      implements FromDirectory {}

  /**
   * The channel has another name or topic, or was archived or brought back: all of it, absolute.
   */
  record ChangeChannel(
      String channel, long version, String name, String topic, boolean archived, String by)
      implements FromDirectory {}
}
