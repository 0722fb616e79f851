package chat.bench.fire;

import chat.bench.fire.History.Outcome;
import chat.bench.fire.History.Submission;
import chat.client.Sent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps what becomes of every message. Thread-safe. */
final class Recorder {
  private final int clients;
  private final AtomicLong keys = new AtomicLong();
  private final Map<Long, Sending> all = new ConcurrentHashMap<>();

  /** Those of {@link #all} that are not yet with everybody. */
  private final Map<Long, Sending> open = new ConcurrentHashMap<>();

  private static final class Sending {
    final long key;
    final String channel;
    final long at = System.nanoTime();
    final AtomicInteger deliveries = new AtomicInteger();
    volatile Outcome outcome = new Outcome.Unanswered();

    Sending(long key, String channel) {
      this.key = key;
      this.channel = channel;
    }
  }

  /**
   * Of a run with so many clients.
   *
   * @param clients each of which gets every message
   */
  Recorder(int clients) {
    this.clients = clients;
  }

  /** A message is about to be sent; gives its key, which is to be its text. */
  long submitted(String channel) {
    Sending sending = new Sending(keys.incrementAndGet(), channel);
    all.put(sending.key, sending);
    open.put(sending.key, sending);
    return sending.key;
  }

  void acknowledged(long key, Sent sent) {
    Sending sending = all.get(key);
    sending.outcome = new Outcome.Acknowledged(sent.seq(), sent.n(), sent.id(), System.nanoTime());
    closeIfWhole(sending);
  }

  void failed(long key, Throwable why) {
    all.get(key).outcome = new Outcome.Failed(why.toString(), System.nanoTime());
    open.remove(key);
  }

  /** A client has it. */
  void delivered(long key) {
    Sending sending = all.get(key);
    if (sending != null) {
      sending.deliveries.incrementAndGet();
      closeIfWhole(sending);
    }
  }

  private void closeIfWhole(Sending sending) {
    if (sending.outcome instanceof Outcome.Acknowledged && sending.deliveries.get() >= clients) {
      open.remove(sending.key);
    }
  }

  /** Whether every message sent before {@code time} is acknowledged and with every client. */
  boolean isWhole(long time) {
    return open.values().stream().noneMatch(sending -> sending.at - time < 0);
  }

  /** How many are not. */
  int openCount() {
    return open.size();
  }

  List<Submission> submissions() {
    List<Submission> submissions = new ArrayList<>(all.size());
    all.values().stream()
        .sorted(Comparator.comparingLong(sending -> sending.key))
        .forEach(
            each -> submissions.add(new Submission(each.key, each.channel, each.at, each.outcome)));
    return submissions;
  }
}
