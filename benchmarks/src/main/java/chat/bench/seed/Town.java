package chat.bench.seed;

/**
 * Who lives in a town and which channels they share.
 *
 * @param people numbered from 0
 * @param channelsEach channels of one person, without the one of all
 * @param membersEach members of one channel
 * @param square whether there is a channel to which everybody belongs, on top of the others
 */
public record Town(int people, int channelsEach, int membersEach, boolean square) {
  private static final int MOST_PEOPLE = 1_000_000;

  public Town {
    if (people < 1 || people > MOST_PEOPLE) {
      throw new IllegalArgumentException("people: 1 to " + MOST_PEOPLE);
    }
    if (channelsEach < 0) {
      throw new IllegalArgumentException("channels of one person: from 0");
    }
    if (membersEach < 1 || people % membersEach != 0) {
      throw new IllegalArgumentException(
          "members of a channel must divide " + people + " people: " + membersEach);
    }
  }

  /** People in {@code square} and {@code channelsEach} channels of some 20 members. */
  public static Town of(int people, int channelsEach) {
    int members = Math.min(20, people);
    while (people % members != 0) {
      members--;
    }
    return new Town(people, channelsEach, members, true);
  }

  /** Channels, without the one of all; numbered from 0. */
  public int channels() {
    return channelsEach * channelsARound();
  }

  /** Every person belongs to one channel of each round. */
  private int channelsARound() {
    return people / membersEach;
  }

  /** The channel of a person in that round, from 0 to {@code channelsEach} - 1. */
  public int channel(int person, int round) {
    long scattered = (long) person * step(round) % people;
    return round * channelsARound() + (int) (scattered % channelsARound());
  }

  /** Has no divisor in common with the number of people, so that it scatters them one to one. */
  private int step(int round) {
    int step = MOST_PEOPLE + 1 + 7_919 * round;
    while (divisor(step, people) != 1) {
      step++;
    }
    return step;
  }

  private static int divisor(int a, int b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  public static String user(int person) {
    return SeededIds.of('u', person);
  }

  public static String device(int person) {
    return SeededIds.of('d', person);
  }

  public static String session(int person) {
    return SeededIds.of('s', person);
  }

  public static String channelId(int channel) {
    return SeededIds.of('c', channel);
  }

  /** The channel of all. */
  public static String squareId() {
    return SeededIds.of('g', 0);
  }

  public static String team() {
    return SeededIds.of('t', 0);
  }
}
