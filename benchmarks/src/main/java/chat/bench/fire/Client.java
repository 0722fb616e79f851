package chat.bench.fire;

import chat.bench.fire.History.Delivery;
import chat.bench.fire.History.Entry;
import chat.bench.fire.History.ReadTold;
import chat.bench.fire.History.View;
import chat.client.ChatConnection;
import chat.client.ChatEvent;
import chat.client.ChatListener;
import chat.client.Start;
import chat.cluster.Person;
import chat.protocol.Message;
import chat.protocol.ServerFrame.ChannelHead;
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
  private final List<ReadTold> reads = new ArrayList<>();
  private final Map<String, Long> unread = new ConcurrentHashMap<>();
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
    this.connection = person.session().connect(Start.BEGINNING, this);
  }

  @Override
  public void on(ChatEvent event) {
    long now = System.nanoTime();
    switch (event) {
      case ChatEvent.MessageReceived received
          when channels.contains(received.message().channel()) ->
          took(received.message(), now);
      case ChatEvent.ReadAdvanced read -> told(read.channel(), read.n(), now);
      case ChatEvent.Connected signedIn -> {
        for (ChannelHead head : signedIn.channels()) {
          if (head.read() != null) { // else it is told later: the store is away
            told(head.id(), head.read(), now);
          }
        }
        connected = true;
        connects++;
      }
      case ChatEvent.Disconnected lost -> connected = false;
      default -> {}
    }
  }

  private void took(Message message, long now) {
    Entry entry = entry(message);
    synchronized (this) {
      deliveries.add(new Delivery(message.channel(), entry, now));
    }
    unread.put(message.channel(), message.n());
    recorder.delivered(entry.key());
  }

  private synchronized void told(String channel, long n, long now) {
    if (channels.contains(channel)) {
      reads.add(new ReadTold(channel, n, now));
    }
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

  synchronized View view() {
    return new View(name, List.copyOf(deliveries), List.copyOf(reads));
  }

  void close() {
    connection.close();
  }
}
