package chat.bench.fire;

import chat.bench.fire.History.Delivery;
import chat.bench.fire.History.Entry;
import chat.bench.fire.History.View;
import chat.client.ChatConnection;
import chat.client.ChatEvent;
import chat.client.ChatListener;
import chat.client.ChatSession;
import chat.client.Start;
import chat.cluster.Person;
import chat.protocol.Message;
import chat.protocol.ServerFrame;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A client of the SDK that records what it sends and sees. Thread-safe. */
final class Client implements ChatListener {
  private final String name;
  private final Set<String> channels;
  private final Recorder recorder;
  private final List<Delivery> deliveries = new ArrayList<>();
  private final ReadsTold reads;
  private final Map<String, Long> unread = new ConcurrentHashMap<>();
  private final ChatSession session;
  private final ChatConnection connection;
  private volatile boolean connected;
  private volatile int connects;

  /**
   * Connects.
   *
   * @param channels all that count
   */
  Client(String name, Person person, Set<String> channels, Recorder recorder) {
    this.name = name;
    this.channels = channels;
    this.recorder = recorder;
    this.reads = new ReadsTold(channels);
    this.session = person.session();
    this.connection = session.connect(Start.BEGINNING, this);
  }

  @Override
  public void on(ChatEvent event) {
    long now = System.nanoTime();
    switch (event) {
      case ChatEvent.MessageReceived received
          when channels.contains(received.message().channel()) ->
          took(received.message(), now);
      case ChatEvent.Connected signedIn -> {
        connected = true;
        connects++;
      }
      case ChatEvent.Disconnected lost -> connected = false;
      default -> {}
    }
  }

  @Override
  public void onFrame(ServerFrame frame) {
    reads.heard(frame, System.nanoTime());
  }

  private void took(Message message, long now) {
    Entry entry = entry(message);
    synchronized (this) {
      deliveries.add(new Delivery(message.channel(), entry, now));
    }
    unread.put(message.channel(), message.n());
    recorder.delivered(entry.key());
  }

  static Entry entry(Message message) {
    long key = message.body().matches("[0-9]{1,18}") ? Long.parseLong(message.body()) : -1;
    return new Entry(message.seq(), message.n(), message.id(), key);
  }

  void send(String channel) {
    long key = recorder.submitted(channel);
    connection
        .send(channel, Long.toString(key))
        .onSuccess(sent -> recorder.acknowledged(key, sent))
        .onFailure(failure -> recorder.failed(key, failure));
  }

  /** Tells what has been read since the last time. */
  void markRead() {
    for (String channel : unread.keySet()) {
      connection.markRead(channel, unread.remove(channel));
    }
  }

  void reconnect() {
    connected = false;
    connection.reconnect();
  }

  boolean isConnected() {
    return connected;
  }

  int connects() {
    return connects;
  }

  String name() {
    return name;
  }

  /** What it saw so far; the end is still to come. */
  synchronized View view() {
    return new View(name, List.copyOf(deliveries), reads.all(), Map.of());
  }

  /** Up to where its user has read, as another sign-in says that begins now. */
  Future<Map<String, Long>> readNow() {
    return FreshSignIn.positions(session, channels);
  }

  void close() {
    connection.close();
  }
}
