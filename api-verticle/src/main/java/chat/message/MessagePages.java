package chat.message;

import chat.api.Page;
import chat.protocol.Message;
import java.util.List;

/**
 * Pages of messages as their reader sees them. Each is read with one item more than it may have.
 */
final class MessagePages {
  private MessagePages() {}

  /** The oldest of them: goes on above its last item. */
  static Page<Message> newer(List<Message> oneMore, int limit, String reader) {
    return Page.of(oneMore, limit, last -> String.valueOf(last.seq()))
        .map(message -> message.seenBy(reader));
  }

  /** The newest of them: goes on below its first item. */
  static Page<Message> older(List<Message> oneMore, int limit, String reader) {
    if (oneMore.size() <= limit) {
      return new Page<>(seenBy(oneMore, reader), null);
    }
    List<Message> items = oneMore.subList(oneMore.size() - limit, oneMore.size());
    return new Page<>(seenBy(items, reader), String.valueOf(items.getFirst().seq()));
  }

  static List<Message> seenBy(List<Message> messages, String reader) {
    return messages.stream().map(message -> message.seenBy(reader)).toList();
  }
}
