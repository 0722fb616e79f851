package chat.bus;

import chat.protocol.Attachment;
import java.util.List;

/** What the chat role asks the api role about images on their way into messages. */
public final class AttachmentMessages {
  private AttachmentMessages() {}

  /**
   * Asks to make uploads the attachments of one message. The sender's membership has been checked.
   * Answered by {@link Taken}, or the problem {@code unprocessable} that names the first which is
   * wrong; a repeat for the same operation gives the same.
   *
   * @param operation the id of the message's operation
   * @param keys of the uploads, at most {@link chat.protocol.Limits#ATTACHMENTS}
   */
  public record Take(String user, String channel, String operation, List<String> keys)
      implements BusMessage {}

  /** They are the message's now, and served. */
  public record Taken(List<Attachment> attachments) implements BusMessage {}

  /** Tells that the log has the message with these; not answered, and may get lost. */
  public record Sent(String user, List<String> keys) implements BusMessage {}
}
