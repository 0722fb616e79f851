package chat.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What a client sends on a socket. {@code ref} comes back in the answer. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ClientFrame.Auth.class, name = "auth"),
  @JsonSubTypes.Type(value = ClientFrame.Send.class, name = "send"),
  @JsonSubTypes.Type(value = ClientFrame.Edit.class, name = "edit"),
  @JsonSubTypes.Type(value = ClientFrame.Delete.class, name = "delete"),
  @JsonSubTypes.Type(value = ClientFrame.React.class, name = "react"),
  @JsonSubTypes.Type(value = ClientFrame.Unreact.class, name = "unreact"),
  @JsonSubTypes.Type(value = ClientFrame.Read.class, name = "read"),
  @JsonSubTypes.Type(value = ClientFrame.Typing.class, name = "typing"),
  @JsonSubTypes.Type(value = ClientFrame.Status.class, name = "status"),
  @JsonSubTypes.Type(value = ClientFrame.Watch.class, name = "watch"),
  @JsonSubTypes.Type(value = ClientFrame.Ping.class, name = "ping"),
})
public sealed interface ClientFrame {

  /** Signs the socket in; the first frame unless the handshake had the token. */
  record Auth(String token) implements ClientFrame {}

  /**
   * Sends a message.
   *
   * @param parent the {@code seq} of the message that it is a comment on
   */
  record Send(
      String ref,
      String channel,
      String id,
      String body,
      String enc,
      List<String> mentions,
      Long parent,
      Boolean alsoInChannel,
      List<Attachment> attachments)
      implements ClientFrame {
    /** A message that is no comment and has no attachments. */
    public Send(
        String ref, String channel, String id, String body, String enc, List<String> mentions) {
      this(ref, channel, id, body, enc, mentions, null, null, null);
    }
  }

  /**
   * Gives a message another text.
   *
   * @param op the operation's id; made by the server if absent, like those below
   * @param rev the message's state that the user saw
   */
  record Edit(
      String ref,
      String channel,
      Long seq,
      String op,
      Long rev,
      String body,
      String enc,
      List<String> mentions)
      implements ClientFrame {}

  /**
   * Deletes a message.
   *
   * @param rev the state that the user saw; absent for whichever
   */
  record Delete(String ref, String channel, Long seq, String op, Long rev) implements ClientFrame {}

  /** Reacts to a message. */
  record React(String ref, String channel, Long seq, String op, String emoji)
      implements ClientFrame {}

  /** Takes a reaction back. */
  record Unreact(String ref, String channel, Long seq, String op, String emoji)
      implements ClientFrame {}

  /** Tells that the user has read the channel up to {@code n}. */
  record Read(String ref, String channel, Long n) implements ClientFrame {}

  /**
   * The user is writing in a channel, or a comment on {@code parent}. Not answered; passed on at
   * most once in a few seconds.
   */
  record Typing(String channel, Long parent) implements ClientFrame {}

  /** Sets what others see of this user: {@code online}, {@code idle} or {@code dnd}. */
  record Status(String status) implements ClientFrame {}

  /** Asks to be told who of these, at most {@link Limits#WATCHED}, comes and goes. */
  record Watch(List<String> users) implements ClientFrame {}

  /** Asks for a pong. */
  record Ping() implements ClientFrame {}
}
