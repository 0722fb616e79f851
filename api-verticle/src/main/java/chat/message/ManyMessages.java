package chat.message;

import chat.protocol.Message;
import chat.store.Messages;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Messages of several channels at once. */
final class ManyMessages {
  private ManyMessages() {}

  /**
   * Those that are there, by their {@link Messages#id}. Waits, so to be called on a virtual thread.
   *
   * @param places {@code seq}s by channel
   */
  static Map<String, Message> get(Conversation conversation, Map<String, List<Long>> places) {
    List<Future<List<Message>>> reads = new ArrayList<>();
    places.forEach((channel, seqs) -> reads.add(conversation.get(channel, seqs)));
    Future.await(Future.all(reads));
    Map<String, Message> found = new HashMap<>();
    for (Future<List<Message>> read : reads) {
      read.result()
          .forEach(message -> found.put(Messages.id(message.channel(), message.seq()), message));
    }
    return found;
  }
}
