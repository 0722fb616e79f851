package chat.socket;

import chat.id.Ids;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the index of a loop takes when one connection comes and goes, beside so many others; and to
 * find the members of a channel. The cost must follow the person's own channels, not the others.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChannelIndexing {
  private static final int CHANNELS_EACH = 20;
  private static final int MEMBERS_EACH = 20;

  /** Connections that are there already. */
  @Param({"1000", "100000"})
  public int connections;

  private final SplittableRandom random = new SplittableRandom(7);
  private final ChannelIndex index = new ChannelIndex();
  private String[] channels;
  private List<String> mine;
  private Session session;
  private int next;

  /** Fills the index. */
  @Setup
  public void setUp() {
    channels = new String[connections * CHANNELS_EACH / MEMBERS_EACH];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = Ids.of(random.nextLong(), random.nextLong());
    }
    for (int i = 0; i < connections; i++) {
      join(new Session(null, i, Admission.NOWHERE, 0), some());
    }
    mine = some();
    session = new Session(null, connections, Admission.NOWHERE, 0);
  }

  /** As a sign-in does it. */
  private void join(Session joining, List<String> joined) {
    Collection<ChannelMembers> held = index.hold(joined).values();
    index.begin(joining, held);
    index.release(held);
  }

  private List<String> some() {
    List<String> some = new ArrayList<>();
    while (some.size() < CHANNELS_EACH) {
      String channel = channels[random.nextInt(channels.length)];
      if (!some.contains(channel)) {
        some.add(channel);
      }
    }
    return some;
  }

  /** A connection joins its 20 channels and is gone again. */
  @Benchmark
  public Object comeAndGo() {
    join(session, mine);
    return index.end(session);
  }

  /** Finds a channel by its name, as each event does. */
  @Benchmark
  public Object find() {
    next = next + 1 == channels.length ? 0 : next + 1;
    return index.get(channels[next]);
  }
}
