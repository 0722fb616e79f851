package chat.system;

import chat.client.ChatEvent;
import chat.client.ChatListener;
import chat.cluster.Await;
import chat.protocol.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What one client was told of one channel's messages, in the order in which it was told. */
final class Received implements ChatListener {
  private final String channel;
  private final List<Line> lines = new ArrayList<>();
  private int connects;

  /** A message without its text. */
  record Line(long seq, long n, String id, String sender) {
    static Line of(Message message) {
      return new Line(message.seq(), message.n(), message.id(), message.sender());
    }
  }

  Received(String channel) {
    this.channel = channel;
  }

  String channel() {
    return channel;
  }

  @Override
  public synchronized void on(ChatEvent event) {
    switch (event) {
      case ChatEvent.MessageReceived received when received.message().channel().equals(channel) ->
          lines.add(Line.of(received.message()));
      case ChatEvent.Connected connected -> connects++;
      default -> {}
    }
  }

  synchronized List<Line> lines() {
    return List.copyOf(lines);
  }

  synchronized int count() {
    return lines.size();
  }

  synchronized int connects() {
    return connects;
  }

  /** Waits until that many messages have come. */
  Received await(int messages) throws IOException {
    Await.until(
        Duration.ofSeconds(90),
        () -> count() >= messages,
        count() + " messages came where " + messages + " were expected");
    return this;
  }
}
