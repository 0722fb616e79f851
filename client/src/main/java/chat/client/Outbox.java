package chat.client;

import chat.id.OperationId;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.ClientFrame;
import chat.protocol.ServerFrame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends that have no final answer yet. Each keeps its id until the server has answered: it is
 * repeated after a reconnect, after a refusal that is only for now, and when no answer comes. Under
 * a new id it is sent only after the server said {@code stale-id} and the channel was searched for
 * the old one. Used on one event loop only.
 */
final class Outbox {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration RETRY_BASE = Duration.ofMillis(200);
  private static final Duration RETRY_MAX = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final ChatOptions options;
  private final ServerClock clock;
  private final LostSends lostSends;
  private final Map<String, Waiting> byRef = new LinkedHashMap<>();
  private SocketLink link;
  private Pace pace;
  private boolean resumePlanned;
  private long refs;
  private int inFlight;

  private enum State {
    /** To be written as soon as the socket takes it. */
    QUEUED,
    /** Written; no answer yet. */
    IN_FLIGHT,
    /** Refused for now, or searched for in the channel. */
    RESTING
  }

  private static final class Waiting {
    final String ref;
    final ClientFrame.Send content;
    final Promise<Sent> answer = Promise.promise();
    final long deadline;
    final Backoff backoff = new Backoff(RETRY_BASE, RETRY_MAX, RANDOM);
    OperationId id;
    State state = State.QUEUED;
    long writtenAt;

    Waiting(String ref, ClientFrame.Send content, long deadline) {
      this.ref = ref;
      this.content = content;
      this.deadline = deadline;
    }
  }

  Outbox(Vertx vertx, ChatOptions options, ServerClock clock, LostSends lostSends) {
    this.vertx = vertx;
    this.options = options;
    this.clock = clock;
    this.lostSends = lostSends;
  }

  /**
   * Takes a message.
   *
   * @param content without a {@code ref} and an {@code id}
   */
  Future<Sent> submit(ClientFrame.Send content) {
    if (byRef.size() >= options.maxWaitingSends()) {
      return Future.failedFuture(
          new ProblemException(
              ProblemType.OVERLOADED, byRef.size() + " sends are waiting for the server already"));
    }
    String ref = Long.toString(++refs, Character.MAX_RADIX);
    Waiting send = new Waiting(ref, content, System.nanoTime() + options.sendTimeout().toNanos());
    byRef.put(ref, send);
    flush();
    return send.answer.future();
  }

  /** Takes up what waits, in the order of submission, on a socket that is signed in. */
  void connected(SocketLink signedIn) {
    link = signedIn;
    pace = new Pace(options.sendsPerSecond(), options.sendBurst(), System.nanoTime());
    flush();
  }

  /** What was written without an answer will be written again under the same id. */
  void disconnected() {
    link = null;
    inFlight = 0;
    for (Waiting send : byRef.values()) {
      if (send.state == State.IN_FLIGHT) {
        send.state = State.QUEUED;
      }
    }
  }

  void acked(ServerFrame.Ack ack) {
    Waiting send = answered(ack.ref());
    if (send != null) {
      String id = ack.id() == null ? send.id.toString() : ack.id();
      long n = ack.n() == null ? 0 : ack.n();
      finish(send, new Sent(send.content.channel(), id, ack.seq(), n, ack.time()));
    }
    flush();
  }

  void nacked(ServerFrame.Nack nack) {
    Waiting send = answered(nack.ref());
    if (send != null) {
      refused(send, Problems.of(nack));
    }
    flush();
  }

  private Waiting answered(String ref) {
    Waiting send = byRef.get(ref);
    if (send == null || send.state != State.IN_FLIGHT) {
      return null;
    }
    inFlight--;
    send.state = State.RESTING;
    return send;
  }

  private void refused(Waiting send, ProblemException problem) {
    switch (problem.type()) {
      case RATE_LIMITED, OVERLOADED, UNAVAILABLE, OUTCOME_UNKNOWN, INTERNAL ->
          rest(send, problem.retryAfterSeconds() * 1000L);
      case STALE_ID -> search(send);
      default -> fail(send, problem);
    }
  }

  private void rest(Waiting send, long atLeastMillis) {
    vertx.setTimer(atLeastMillis + send.backoff.nextMillis() + 1, id -> requeue(send));
  }

  private void search(Waiting send) {
    lostSends
        .find(send.content.channel(), send.content.parent(), send.id)
        .onComplete(
            found -> {
              if (found.failed()) {
                rest(send, 0);
              } else if (found.result().isPresent()) {
                finish(send, found.result().get());
              } else {
                send.id = null;
                requeue(send);
              }
            });
  }

  private void requeue(Waiting send) {
    if (byRef.containsKey(send.ref)) {
      send.state = State.QUEUED;
      flush();
    }
  }

  private void flush() {
    if (link == null || resumePlanned) {
      return;
    }
    for (Waiting send : byRef.values()) {
      if (inFlight >= options.maxInFlight()) {
        return;
      }
      if (link.isFull()) {
        link.onDrain(this::flush);
        return;
      }
      if (send.state == State.QUEUED) {
        long wait = pace.takeOrWaitMillis(System.nanoTime());
        if (wait > 0) {
          flushIn(wait);
          return;
        }
        write(send);
      }
    }
  }

  private void flushIn(long millis) {
    resumePlanned = true;
    vertx.setTimer(
        millis,
        id -> {
          resumePlanned = false;
          flush();
        });
  }

  private void write(Waiting send) {
    if (send.id == null) {
      send.id = clock.newId();
    }
    send.state = State.IN_FLIGHT;
    send.writtenAt = System.nanoTime();
    inFlight++;
    ClientFrame.Send content = send.content;
    link.send(
        new ClientFrame.Send(
            send.ref,
            content.channel(),
            send.id.toString(),
            content.body(),
            content.enc(),
            content.mentions(),
            content.parent(),
            content.alsoInChannel(),
            content.attachments()));
  }

  /** To be called every second or so: repeats what was not answered, fails what is too late. */
  void tick() {
    long now = System.nanoTime();
    List<Waiting> late = new ArrayList<>();
    for (Waiting send : byRef.values()) {
      if (now - send.deadline > 0) {
        late.add(send);
      } else if (send.state == State.IN_FLIGHT
          && now - send.writtenAt > options.answerTimeout().toNanos()) {
        send.state = State.QUEUED;
        inFlight--;
      }
    }
    for (Waiting send : late) {
      fail(
          send,
          new ProblemException(
              send.id == null ? ProblemType.UNAVAILABLE : ProblemType.OUTCOME_UNKNOWN,
              send.id == null ? "Not sent: no connection" : "No answer in time; it may be there"));
    }
    flush();
  }

  /** Fails everything that waits. */
  void close(ProblemException problem) {
    link = null;
    new ArrayList<>(byRef.values()).forEach(send -> fail(send, problem));
  }

  private void finish(Waiting send, Sent sent) {
    if (remove(send)) {
      send.answer.complete(sent);
    }
  }

  private void fail(Waiting send, ProblemException problem) {
    if (remove(send)) {
      send.answer.fail(problem);
    }
  }

  private boolean remove(Waiting send) {
    if (byRef.remove(send.ref) == null) {
      return false;
    }
    if (send.state == State.IN_FLIGHT) {
      inFlight--;
    }
    return true;
  }
}
