package chat.message;

import chat.api.Call;
import chat.api.Encryption;
import chat.id.OperationId;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Attachment;
import chat.protocol.BodyText;
import chat.protocol.Emoji;
import chat.protocol.Imported;
import chat.protocol.Limits;
import chat.protocol.Mentions;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Reads what the operations on messages have in common; refuses what is wrong, naming the field.
 */
final class MessageFields {
  private MessageFields() {}

  /** The place of the message in the path. */
  static long seq(Call call) {
    return Long.parseLong(call.path("seq"));
  }

  /** The emoji in the path, fully qualified. */
  static String emoji(Call call) {
    String emoji = Emoji.qualified(call.path("emoji"));
    if (emoji == null) {
      throw ProblemException.inField("emoji", "must be one emoji of Unicode");
    }
    return emoji;
  }

  static String text(String body) {
    String wrong = BodyText.problem(body);
    if (wrong != null) {
      throw ProblemException.inField(
          BodyText.isTooLong(body) ? ProblemType.TOO_LARGE : ProblemType.BAD_REQUEST,
          "body",
          wrong.substring("body ".length()));
    }
    return body;
  }

  /** The text of a message, which may be empty if there is something else in it. */
  static String text(String body, List<Attachment> attachments) {
    boolean mayBeEmpty = attachments != null && !attachments.isEmpty();
    return mayBeEmpty && "".equals(body) ? body : text(body);
  }

  static String encryption(String enc) {
    return Encryption.scheme(enc);
  }

  /** The operation's id that the client gave. */
  static String operation(String field, String id) {
    try {
      return OperationId.parse(id).toString();
    } catch (IllegalArgumentException e) {
      throw ProblemException.inField(field, "must be a UUID of version 7 in lower case");
    }
  }

  /** An id for an operation that does no harm when it is done twice. */
  static String newOperation() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return OperationId.of(System.currentTimeMillis(), random.nextLong(), random.nextLong())
        .toString();
  }

  static List<String> mentions(List<String> given) {
    List<String> mentions = Mentions.read(given);
    if (mentions == null) {
      throw ProblemException.inField(
          "mentions", "must be at most " + Limits.MENTIONS + " ids of users, @channel or @here");
    }
    return mentions;
  }

  static List<Attachment> attachments(List<Attachment> given) {
    if (given == null || given.isEmpty()) {
      return null;
    }
    String wrong = Attachment.problem(given);
    if (wrong != null) {
      throw ProblemException.inField("attachments", wrong);
    }
    return given;
  }

  static Imported imported(Imported given) {
    String wrong = given == null ? null : Imported.problem(given);
    if (wrong != null) {
      int end = wrong.indexOf(' ');
      throw ProblemException.inField(
          "imported." + wrong.substring(0, end), wrong.substring(end + 1));
    }
    return given;
  }
}
