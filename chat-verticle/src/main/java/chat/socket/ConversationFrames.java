package chat.socket;

import chat.id.OperationId;
import chat.log.LogRecord;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Attachment;
import chat.protocol.BodyText;
import chat.protocol.ClientFrame;
import chat.protocol.Emoji;
import chat.protocol.Limits;
import chat.protocol.Mentions;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes the records of the log out of frames that change a channel. What can be refused without
 * knowing the channel is refused here, with a {@link ProblemException} that names the field.
 */
final class ConversationFrames {
  private ConversationFrames() {}

  static LogRecord.PostMessage post(String user, String device, ClientFrame.Send send) {
    if (send.id() == null) {
      throw ProblemException.inField("id", "is missing");
    }
    long parent = send.parent() == null ? 0 : send.parent();
    if (send.parent() != null && parent < 1) {
      throw ProblemException.inField("parent", "must be the seq of a message");
    }
    boolean alsoInChannel = Boolean.TRUE.equals(send.alsoInChannel());
    if (alsoInChannel && parent == 0) {
      throw ProblemException.inField("alsoInChannel", "is for comments only");
    }
    return new LogRecord.PostMessage(
        send.channel(),
        operation("id", send.id()),
        user,
        device,
        hasAttachments(send) && "".equals(send.body()) ? "" : body(send.body()),
        enc(send.enc()),
        mentions(send.mentions()),
        parent,
        alsoInChannel,
        attachments(send.attachments()),
        null);
  }

  private static boolean hasAttachments(ClientFrame.Send send) {
    return send.attachments() != null && !send.attachments().isEmpty();
  }

  static LogRecord.EditMessage edit(String user, ClientFrame.Edit edit) {
    if (edit.rev() == null || edit.rev() < 1) {
      throw ProblemException.inField("rev", "must be the rev of the message that was seen");
    }
    return new LogRecord.EditMessage(
        edit.channel(),
        operation("op", edit.op()),
        user,
        seq(edit.seq()),
        edit.rev(),
        body(edit.body()),
        enc(edit.enc()),
        mentions(edit.mentions()));
  }

  static LogRecord.DeleteMessage delete(String user, ClientFrame.Delete delete) {
    if (delete.rev() != null && delete.rev() < 1) {
      throw ProblemException.inField("rev", "must be the rev of the message that was seen");
    }
    return new LogRecord.DeleteMessage(
        delete.channel(),
        operation("op", delete.op()),
        user,
        seq(delete.seq()),
        delete.rev() == null ? 0 : delete.rev(),
        false);
  }

  static LogRecord.React react(
      String user, String channel, Long seq, String op, String emoji, boolean add) {
    String qualified = Emoji.qualified(emoji);
    if (qualified == null) {
      throw ProblemException.inField("emoji", "must be one emoji of Unicode");
    }
    return new LogRecord.React(channel, operation("op", op), user, seq(seq), qualified, add);
  }

  private static long seq(Long seq) {
    if (seq == null || seq < 1) {
      throw ProblemException.inField("seq", "must be the seq of a message");
    }
    return seq;
  }

  /** The id that the client gave, or one of our own. */
  private static String operation(String field, String id) {
    if (id == null) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      return OperationId.of(System.currentTimeMillis(), random.nextLong(), random.nextLong())
          .toString();
    }
    try {
      OperationId.parse(id);
    } catch (IllegalArgumentException e) {
      throw ProblemException.inField(field, "must be a UUID of version 7 in lower case");
    }
    return id;
  }

  private static String body(String body) {
    String wrong = BodyText.problem(body);
    if (wrong != null) {
      throw new ProblemException(
          BodyText.isTooLong(body) ? ProblemType.TOO_LARGE : ProblemType.BAD_REQUEST, wrong);
    }
    return body;
  }

  private static String enc(String enc) {
    if (enc != null && !enc.equals("none")) {
      throw new ProblemException(ProblemType.ENCRYPTION_UNAVAILABLE, "enc must be none");
    }
    return "none";
  }

  private static List<String> mentions(List<String> given) {
    List<String> mentions = Mentions.read(given);
    if (mentions == null) {
      throw ProblemException.inField(
          "mentions", "must be at most " + Limits.MENTIONS + " user ids, @channel or @here");
    }
    return mentions;
  }

  private static List<Attachment> attachments(List<Attachment> given) {
    if (given == null || given.isEmpty()) {
      return null;
    }
    String wrong = Attachment.problem(given);
    if (wrong != null) {
      throw ProblemException.inField("attachments", wrong);
    }
    return given;
  }
}
