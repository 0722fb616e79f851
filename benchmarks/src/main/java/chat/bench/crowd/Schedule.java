package chat.bench.crowd;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.bench.seed.Town;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Messages on a schedule: message i is due at {@code start + i / rate}, whatever became of the ones
 * before it, and its latencies count from then (no coordinated omission). The people of the crowd
 * send in turn, each to the channels of its own.
 */
final class Schedule implements Crowd.Observer {
  private static final int RING = 1 << 17;
  private static final int MOST_A_TURN = 2_000;

  /** The server's limit of sends without an answer is 1,000 a socket. */
  private static final int MOST_UNDER_WAY_EACH = 900;

  private static final int TIME_DIGITS = 16;
  private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(2);
  private static final byte[] REF = "\"ref\":\"".getBytes(US_ASCII);
  private static final byte[] BODY = "\"body\":\"".getBytes(US_ASCII);

  private final Crowd crowd;
  private final Town town;
  private final int first;
  private final SendFrame frame;
  private final long[] dueByRef = new long[RING];
  private final short[] underWay;
  private Histogram ackMicros = new Histogram(HIGHEST_MICROS, 3);
  private Histogram deliveryMicros = new Histogram(HIGHEST_MICROS, 3);
  private double perNano;
  private long most = Long.MAX_VALUE;
  private byte[] only;
  private long begin;
  private long due;
  private long sentAtRate;
  private long sent;
  private long turns;
  private long acked;
  private long refused;
  private long delivered;
  private int refs;

  Schedule(Crowd crowd, Town town, int first, int bodyLength) {
    this.crowd = crowd;
    this.town = town;
    this.first = first;
    this.frame = new SendFrame(bodyLength);
    this.underWay = new short[crowd.people()];
  }

  /** Goes on at that many messages a second; what was due and not sent is forgotten. */
  void rate(double perSecond) {
    perNano = perSecond / 1e9;
    begin = System.nanoTime();
    due = 0;
    sentAtRate = 0;
    most = Long.MAX_VALUE;
    only = null;
  }

  /** Sends that many messages to one channel at that rate, and then no more. */
  void fill(String channel, long messages, double perSecond) {
    rate(perSecond);
    most = messages;
    only = channel.getBytes(US_ASCII);
  }

  /** Sends what is due. */
  void turn() {
    if (perNano <= 0) {
      return;
    }
    due = Math.min(most, (long) ((System.nanoTime() - begin) * perNano));
    int budget = MOST_A_TURN;
    while (sentAtRate < due && budget-- > 0) {
      int person = next();
      if (person < 0 || underWay[person] >= MOST_UNDER_WAY_EACH || crowd.swarm().isFull(person)) {
        return;
      }
      long dueNanos = begin + (long) (sentAtRate / perNano);
      int ref = refs++ & (RING - 1);
      dueByRef[ref] = dueNanos;
      byte[] bytes = frame.next(ref, channel(person), dueNanos);
      crowd.swarm().send(person, bytes, 0, bytes.length);
      underWay[person]++;
      sentAtRate++;
      sent++;
      turns++;
    }
  }

  /** Whose turn it is, of those who are there; -1 if nobody is. */
  private int next() {
    for (int i = 0; i < crowd.people(); i++) {
      int person = (int) (turns % crowd.people());
      if (crowd.isReady(person)) {
        return person;
      }
      turns++;
    }
    return -1;
  }

  private byte[] channel(int person) {
    if (only != null) {
      return only;
    }
    int round = (int) (turns / crowd.people() % town.channelsEach());
    return Town.channelId(town.channel(first + person, round)).getBytes(US_ASCII);
  }

  @Override
  public void ack(int person, byte[] bytes, int from, int to) {
    int at = find(REF, bytes, from, to);
    int ref = 0;
    for (int i = at + REF.length; bytes[i] != '"'; i++) {
      ref = ref * 10 + bytes[i] - '0';
    }
    acked++;
    underWay[person]--;
    record(ackMicros, dueByRef[ref & (RING - 1)]);
  }

  @Override
  public void nack(int person) {
    refused++;
    underWay[person]--;
  }

  @Override
  public void event(int person, byte[] bytes, int from, int to) {
    int body = find(BODY, bytes, from, to);
    if (body >= 0) {
      long dueNanos = 0;
      for (int i = body + BODY.length; i < body + BODY.length + TIME_DIGITS; i++) {
        dueNanos = dueNanos << 4 | Character.digit(bytes[i], 16);
      }
      delivered++;
      record(deliveryMicros, dueNanos);
    }
  }

  private static void record(Histogram histogram, long dueNanos) {
    long micros = (System.nanoTime() - dueNanos) / 1_000;
    histogram.recordValue(Math.max(0, Math.min(HIGHEST_MICROS, micros)));
  }

  private static int find(byte[] wanted, byte[] bytes, int from, int to) {
    for (int i = from; i <= to - wanted.length; i++) {
      if (bytes[i + 1] == wanted[1]
          && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }

  /** Counts since the beginning, latencies since the last sample. */
  Sample sample() {
    int waiting = 0;
    for (short each : underWay) {
      waiting += each;
    }
    Sample sample =
        new Sample(
            System.nanoTime(),
            sent,
            acked,
            refused,
            delivered,
            due - sentAtRate + waiting,
            millis(ackMicros, 50),
            millis(ackMicros, 99),
            millis(deliveryMicros, 50),
            millis(deliveryMicros, 99));
    ackMicros.reset();
    deliveryMicros.reset();
    return sample;
  }

  private static double millis(Histogram micros, double percentile) {
    return micros.getValueAtPercentile(percentile) / 1e3;
  }
}
