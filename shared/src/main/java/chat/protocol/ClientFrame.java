package chat.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What a client sends on a socket. {@code ref} comes back in the answer. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ClientFrame.Auth.class, name = "auth"),
  @JsonSubTypes.Type(value = ClientFrame.Send.class, name = "send"),
  @JsonSubTypes.Type(value = ClientFrame.Read.class, name = "read"),
  @JsonSubTypes.Type(value = ClientFrame.Status.class, name = "status"),
  @JsonSubTypes.Type(value = ClientFrame.Watch.class, name = "watch"),
  @JsonSubTypes.Type(value = ClientFrame.Ping.class, name = "ping"),
})
public sealed interface ClientFrame {

  /** Signs the socket in; the first frame unless the handshake had the token. */
  record Auth(String token) implements ClientFrame {}

  /** Sends a message. */
  record Send(String ref, String channel, String id, String body, String enc, List<String> mentions)
      implements ClientFrame {}

  /** Tells that the user has read the channel up to {@code n}. */
  record Read(String ref, String channel, Long n) implements ClientFrame {}

  /** Sets what others see of this user: {@code online}, {@code idle} or {@code dnd}. */
  record Status(String status) implements ClientFrame {}

  /** Asks to be told who of these, at most {@link Limits#WATCHED}, comes and goes. */
  record Watch(List<String> users) implements ClientFrame {}

  /** Asks for a pong. */
  record Ping() implements ClientFrame {}
}
