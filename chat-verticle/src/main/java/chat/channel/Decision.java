package chat.channel;

import chat.log.Answer;
import chat.protocol.Message;
import chat.protocol.ServerFrame.Event;

/** What became of a record. */
sealed interface Decision {

  /**
   * A message has its place.
   *
   * @param event what is told of it
   * @param parent what it is a comment on, in its new state; {@code null} if it is none
   */
  record Posted(Message message, Event event, Message parent) implements Decision {}

  /** A message has changed. */
  record Changed(Message message, Event event) implements Decision {}

  /** It wishes what is the case already. */
  record Unchanged(Answer.Accepted answer) implements Decision {}

  /** The members have changed. */
  record MembersChanged(Event event) implements Decision {}

  /** The channel itself has changed. */
  record ChannelChanged(Event event) implements Decision {}

  /** It was decided before; the answer is that of the first time. */
  record Repeated(Answer.Accepted answer) implements Decision {}

  /** It changes nothing. */
  record Refused(Answer.Refused answer) implements Decision {}

  /** The state includes the record already, and its answer is no longer known. */
  record Included() implements Decision {}

  /** What the origin is told, or {@code null} for nothing. */
  default Answer answer() {
    return switch (this) {
      case Posted posted ->
          new Answer.Accepted(
              posted.message().seq(), posted.message().n(), posted.message().time());
      case Changed changed -> new Answer.Accepted(changed.event().seq(), 0, changed.event().time());
      case Unchanged unchanged -> unchanged.answer();
      case MembersChanged changed ->
          new Answer.Accepted(changed.event().seq(), changed.event().n(), changed.event().time());
      case ChannelChanged changed ->
          new Answer.Accepted(changed.event().seq(), changed.event().n(), changed.event().time());
      case Repeated repeated -> repeated.answer();
      case Refused refused -> refused.answer();
      case Included included -> null;
    };
  }
}
