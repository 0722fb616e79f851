package chat.bench.fire;

import chat.client.ChatConnection;
import chat.client.ChatEvent;
import chat.client.ChatListener;
import chat.client.ChatSession;
import chat.client.Start;
import chat.protocol.ServerFrame;
import chat.protocol.ServerFrame.ChannelHead;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A socket that is opened only to be told up to where its user has read. */
final class FreshSignIn implements ChatListener {
  private static final long WITHIN_SECONDS = 60;

  private final Set<String> channels;
  private final Map<String, Long> told = new HashMap<>();
  private final Promise<Map<String, Long>> whole = Promise.promise();

  private FreshSignIn(Set<String> channels) {
    this.channels = channels;
  }

  /** The position in each of the channels; fails if they are not all told within a minute. */
  static Future<Map<String, Long>> positions(ChatSession session, Set<String> channels) {
    FreshSignIn signIn = new FreshSignIn(channels);
    ChatConnection connection = session.connect(Start.NOW, signIn);
    Future<Map<String, Long>> all = signIn.whole.future().timeout(WITHIN_SECONDS, TimeUnit.SECONDS);
    return all.onComplete(done -> connection.close());
  }

  @Override
  public void on(ChatEvent event) {}

  @Override
  public void onFrame(ServerFrame frame) {
    switch (frame) {
      case ServerFrame.Ready signedIn -> {
        for (ChannelHead head : signedIn.channels()) {
          if (head.read() != null) { // else a frame of its own follows
            told(head.id(), head.read());
          }
        }
      }
      case ServerFrame.ReadPosition read -> told(read.channel(), read.n());
      default -> {}
    }
  }

  private void told(String channel, long n) {
    if (channels.contains(channel)) {
      told.merge(channel, n, Math::max);
      if (told.size() == channels.size()) {
        whole.tryComplete(Map.copyOf(told));
      }
    }
  }
}
