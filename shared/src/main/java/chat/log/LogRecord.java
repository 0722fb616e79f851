package chat.log;

import chat.protocol.MemberChange;
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
  @JsonSubTypes.Type(value = LogRecord.ChangeMembers.class, name = "members"),
  @JsonSubTypes.Type(value = LogRecord.ChangeChannel.class, name = "channel"),
})
public sealed interface LogRecord {
  /** The channel, which is also the record's key. */
  String channel();

  /**
   * A message. The writer has checked that {@code sender} is a member; the owner refuses it if the
   * log removed the sender before.
   *
   * @param id the operation's id, a UUID of version 7
   */
  record PostMessage(
      String channel,
      String id,
      String sender,
      String device,
      String body,
      String enc,
      List<String> mentions)
      implements LogRecord {}

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
