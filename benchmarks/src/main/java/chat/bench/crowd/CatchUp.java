package chat.bench.crowd;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.bench.swarm.Requests;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Fetches for each person who has signed in what was said while all were away, through a few
 * connections that stay open, several calls under way on each (pipelining, RFC 9112 section 9.3.2).
 */
final class CatchUp implements Crowd.Observer {
  private static final int UNDER_WAY_EACH = 16;
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(US_ASCII);
  private static final byte[] BODY = "\"body\":\"".getBytes(US_ASCII);
  private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);

  private final Crowd crowd;
  private final Credentials.Form call;
  private final int streams;
  private final int missed;
  private final int[] waiting;
  private final int[] callsUnderWay;
  private final long began = System.nanoTime();
  private final Histogram micros = new Histogram(HIGHEST_MICROS, 3);
  private int waitingFrom;
  private int waitingTo;
  private int caughtUp;
  private int wrong;
  private String firstWrong;
  private long lastReady;

  /**
   * Begins to listen.
   *
   * @param since the revision that everybody has
   * @param missed messages that everybody must get
   */
  CatchUp(
      Crowd crowd, Credentials credentials, String channel, long since, int missed, int streams) {
    this.crowd = crowd;
    this.streams = streams;
    this.missed = missed;
    this.waiting = new int[crowd.people()];
    this.callsUnderWay = new int[streams];
    this.call =
        credentials.form(
            Requests.get(
                "/v1/channels/" + channel + "/changes?since=" + since, credentials.blank()));
  }

  @Override
  public void ready(int person) {
    lastReady = System.nanoTime();
    waiting[waitingTo++ % waiting.length] = person;
    next();
  }

  private void next() {
    while (waitingFrom < waitingTo) {
      int stream = leastBusy();
      if (callsUnderWay[stream] >= UNDER_WAY_EACH) {
        return;
      }
      byte[] bytes = call.of(waiting[waitingFrom++ % waiting.length]);
      callsUnderWay[stream]++;
      if (crowd.isStreamOpen(stream)) {
        crowd.sendOnStream(stream, bytes);
      } else {
        crowd.openStream(stream, bytes);
      }
    }
  }

  private int leastBusy() {
    int best = 0;
    for (int i = 1; i < streams; i++) {
      if (callsUnderWay[i] < callsUnderWay[best]) {
        best = i;
      }
    }
    return best;
  }

  @Override
  public int stream(int stream, byte[] bytes, int from, int to) {
    int at = from;
    while (true) {
      int head = find(HEAD_END, bytes, at, to);
      if (head < 0) {
        break;
      }
      String text = new String(bytes, at, head - at, US_ASCII);
      int end = head + HEAD_END.length + contentLength(text);
      if (end > to) {
        break;
      }
      answered(stream, text, bytes, head, end);
      at = end;
    }
    next();
    return at;
  }

  private static int contentLength(String head) {
    for (String line : head.split("\r\n")) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        return Integer.parseInt(line.substring(15).trim());
      }
    }
    throw new IllegalStateException("an answer without content-length: " + head);
  }

  private void answered(int stream, String head, byte[] bytes, int from, int to) {
    callsUnderWay[stream]--;
    int bodies = 0;
    for (int at = find(BODY, bytes, from, to); at >= 0; at = find(BODY, bytes, at + 1, to)) {
      bodies++;
    }
    if (bodies == missed && head.startsWith("HTTP/1.1 200")) {
      caughtUp++;
      micros.recordValue((System.nanoTime() - began) / 1_000);
    } else if (wrong++ == 0) {
      firstWrong = bodies + " messages, not " + missed + ": " + head.lines().findFirst().orElse("");
    }
  }

  private static int find(byte[] wanted, byte[] bytes, int from, int to) {
    int last = to - wanted.length;
    for (int i = from; i <= last; i++) {
      int k = 0;
      while (k < wanted.length && bytes[i + k] == wanted[k]) {
        k++;
      }
      if (k == wanted.length) {
        return i;
      }
    }
    return -1;
  }

  /** Whether so many have an answer. */
  boolean isDone(int people) {
    return caughtUp + wrong >= people;
  }

  /** Ends the connections and gives the figures; the crowd is to be told of another observer. */
  Storm end() {
    for (int i = 0; i < streams; i++) {
      crowd.closeStream(i);
    }
    return new Storm(
        (lastReady - began) / 1e9,
        caughtUp,
        wrong,
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3,
        firstWrong);
  }
}
