package chat.bench.crowd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import chat.bench.swarm.Requests;
import chat.bench.swarm.Swarm;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Connections of some people to one node, one each, and what has come on them: a few numbers per
 * connection in primitive arrays. Confined to the thread that calls.
 */
final class Crowd implements Swarm.Listener, AutoCloseable {
  /** Connections from one source address. */
  private static final int PORTS_EACH = 5_000;

  /** For calls over REST, beside the sockets. */
  static final int STREAMS = 64;

  private static final byte[] READY = "{\"t\":\"ready\"".getBytes(US_ASCII);
  private static final byte[] EVENT = "{\"t\":\"event\"".getBytes(US_ASCII);
  private static final byte[] ACK = "{\"t\":\"ack\"".getBytes(US_ASCII);
  private static final byte[] NACK = "{\"t\":\"nack\"".getBytes(US_ASCII);
  private static final byte[] RESYNC = "{\"t\":\"resync\"".getBytes(US_ASCII);
  private static final int MOST_TRIES = 20;
  private static final long REFUSED_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

  /** How a socket signs in. */
  enum SignIn {
    /** Not at all: the server is not ours. */
    NONE,
    HEADER,
    FRAME
  }

  /** Hears of what happens while it is set. */
  interface Observer {
    default void ready(int person) {}

    default void event(int person, byte[] bytes, int from, int to) {}

    default void ack(int person, byte[] bytes, int from, int to) {}

    default void nack(int person) {}

    default int stream(int stream, byte[] bytes, int from, int to) {
      throw new IllegalStateException("no calls are made");
    }
  }

  private static final Observer NOBODY = new Observer() {};

  private final int people;
  private final SignIn signIn;
  private final Swarm swarm;
  private final Credentials.Form request;
  private final Credentials.Form auth;
  private final byte[] plainRequest;
  private final boolean[] ready;
  private final int[] events;
  private Observer observer = NOBODY;
  private int readyCount;
  private int underWay;
  private int failed;
  private int broken;
  private int refused;
  private int resyncs;
  private int lost;
  private int eventBytes;
  private long eventCount;
  private long firstEvent;
  private long lastEvent;
  private long pausedUntil;
  private int[] again = new int[16];
  private int againCount;
  private String trouble;

  /**
   * A crowd that is not there yet.
   *
   * @param credentials null if {@code signIn} is {@link SignIn#NONE}
   */
  Crowd(int people, int port, SignIn signIn, Credentials credentials) throws IOException {
    this.people = people;
    this.signIn = signIn;
    this.swarm = new Swarm(people + STREAMS, port, PORTS_EACH, this);
    this.ready = new boolean[people];
    this.events = new int[people];
    this.plainRequest = Requests.upgrade("/ws", null);
    this.request =
        credentials == null ? null : credentials.form(Requests.upgrade("/ws", credentials.blank()));
    this.auth =
        credentials == null
            ? null
            : credentials.form(
                Requests.text("{\"t\":\"auth\",\"token\":\"" + credentials.blank() + "\"}"));
  }

  int people() {
    return people;
  }

  Swarm swarm() {
    return swarm;
  }

  void observe(Observer wanted) {
    observer = wanted == null ? NOBODY : wanted;
  }

  /**
   * Opens the connections of the people from {@code from} to before {@code to}, at most {@code
   * window} of them unanswered at a time; returns when all are signed in or the time is over.
   * Whoever fails tries again, as people do.
   */
  void open(int from, int to, int window, long patienceNanos) {
    long end = System.nanoTime() + patienceNanos;
    int next = from;
    int wanted = to - from;
    int before = readyCount;
    while ((next < to || underWay > 0 || againCount > 0) && System.nanoTime() < end) {
      while (underWay < window && System.nanoTime() >= pausedUntil) {
        if (next < to) {
          begin(next++);
        } else if (againCount > 0) {
          begin(again[--againCount]);
        } else {
          break;
        }
      }
      swarm.turn(1);
    }
    if (System.nanoTime() >= end && trouble == null) {
      trouble = "no answer in time";
    }
    failed = wanted - (readyCount - before);
  }

  private void begin(int person) {
    underWay++;
    swarm.open(person, signIn == SignIn.HEADER ? request.of(person) : plainRequest);
  }

  @Override
  public void opened(int person) {
    switch (signIn) {
      case NONE -> signedIn(person);
      case HEADER -> {
        // The server says when it is ready.
      }
      case FRAME -> {
        byte[] frame = auth.of(person);
        swarm.send(person, frame, 0, frame.length);
      }
    }
  }

  private void signedIn(int person) {
    if (!ready[person]) {
      ready[person] = true;
      readyCount++;
      underWay--;
      observer.ready(person);
    }
  }

  @Override
  public void message(int person, byte[] bytes, int from, int to) {
    if (startsWith(EVENT, bytes, from, to)) {
      long now = System.nanoTime();
      events[person]++;
      if (eventCount++ == 0) {
        firstEvent = now;
      }
      lastEvent = now;
      eventBytes = to - from;
      observer.event(person, bytes, from, to);
    } else if (startsWith(ACK, bytes, from, to)) {
      observer.ack(person, bytes, from, to);
    } else if (startsWith(READY, bytes, from, to)) {
      signedIn(person);
    } else if (startsWith(NACK, bytes, from, to)) {
      trouble = new String(bytes, from, to - from, UTF_8);
      observer.nack(person);
    } else if (startsWith(RESYNC, bytes, from, to)) {
      resyncs++;
    }
  }

  private static boolean startsWith(byte[] prefix, byte[] bytes, int from, int to) {
    return to - from >= prefix.length
        && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
  }

  @Override
  public int stream(int connection, byte[] bytes, int from, int to) {
    return observer.stream(connection - people, bytes, from, to);
  }

  @Override
  public void ended(int connection, String why) {
    if (connection >= people) {
      throw new IllegalStateException("a connection for calls ended: " + why);
    }
    if (ready[connection]) {
      ready[connection] = false;
      readyCount--;
      lost++;
      trouble = why;
      return;
    }
    underWay--;
    if (why.endsWith(" 503")) {
      // An overloaded node says: later.
      refused++;
      pausedUntil = System.nanoTime() + REFUSED_PAUSE;
    } else {
      broken++;
      trouble = trouble == null ? why : trouble;
    }
    if (refused + broken < MOST_TRIES * people) {
      tryAgain(connection);
    }
  }

  private void tryAgain(int connection) {
    if (againCount == again.length) {
      again = Arrays.copyOf(again, againCount * 2);
    }
    again[againCount++] = connection;
  }

  /** Opens a connection for calls, numbered from 0. */
  void openStream(int stream, byte[] first) {
    swarm.openStream(people + stream, first);
  }

  boolean isStreamOpen(int stream) {
    return swarm.isOpen(people + stream);
  }

  void sendOnStream(int stream, byte[] bytes) {
    swarm.send(people + stream, bytes, 0, bytes.length);
  }

  void closeStream(int stream) {
    swarm.close(people + stream);
  }

  /** All are gone at once, without a word. */
  void leave() {
    for (int i = 0; i < people; i++) {
      swarm.close(i);
    }
    Arrays.fill(ready, false);
    readyCount = 0;
    underWay = 0;
    againCount = 0;
    trouble = null;
  }

  /** Forgets what has come. */
  void forget() {
    Arrays.fill(events, 0);
    eventCount = 0;
    resyncs = 0;
    lost = 0;
    refused = 0;
    broken = 0;
    trouble = null;
  }

  /** Whether everybody who is signed in has had that many events since {@link #forget}. */
  boolean allHave(int wanted) {
    if (eventCount < (long) wanted * readyCount) {
      return false;
    }
    for (int i = 0; i < people; i++) {
      if (ready[i] && events[i] < wanted) {
        return false;
      }
    }
    return true;
  }

  /** How many of those who are signed in have had that many events. */
  int having(int wanted) {
    int having = 0;
    for (int i = 0; i < people; i++) {
      having += ready[i] && events[i] >= wanted ? 1 : 0;
    }
    return having;
  }

  boolean isReady(int person) {
    return ready[person];
  }

  /** What has come since {@link #forget}, and how many are there. */
  Counts counts() {
    return new Counts(
        readyCount,
        failed,
        broken,
        refused,
        lost,
        resyncs,
        swarm.pings(),
        eventBytes,
        eventCount,
        firstEvent,
        lastEvent,
        trouble);
  }

  @Override
  public void close() {
    swarm.close();
  }
}
