package chat.bench.crowd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import chat.bench.swarm.Requests;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * A crowd as a process: one command a line on standard input, one line of JSON as its answer. Ends
 * with its input. {@link CrowdProcess} is the other side and says what the commands are.
 */
public final class CrowdMain {
  static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String END = "";

  private final Place place;
  private final Crowd crowd;
  private final Credentials credentials;
  private final Schedule schedule;
  private final ConcurrentLinkedQueue<String> commands = new ConcurrentLinkedQueue<>();

  private CrowdMain(Place place) throws IOException {
    this.place = place;
    this.credentials =
        place.signIn() == Crowd.SignIn.NONE
            ? null
            : Credentials.sign(place.signingKey(), place.first(), place.count());
    this.crowd = new Crowd(place.count(), place.port(), place.signIn(), credentials);
    this.schedule = new Schedule(crowd, place.town(), place.first(), place.body());
  }

  /** Serves commands until the input ends; the argument is a {@code Place} as JSON. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    CrowdMain main = new CrowdMain(MAPPER.readValue(arguments[0], Place.class));
    Thread.ofPlatform().daemon().name("commands").start(main::read);
    out.println("{}");
    main.serve(out);
  }

  private void read() {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      lines.lines().forEach(commands::add);
    } catch (IOException | java.io.UncheckedIOException e) {
      System.err.println("crowd: " + e);
    } finally {
      commands.add(END);
    }
  }

  private void serve(PrintStream out) throws IOException {
    while (true) {
      schedule.turn();
      crowd.swarm().turn(1);
      String command = commands.poll();
      if (END.equals(command)) {
        crowd.close();
        return;
      }
      if (command != null) {
        out.println(MAPPER.writeValueAsString(answer(command.split(" "))));
      }
    }
  }

  private Object answer(String[] words) {
    try {
      return switch (words[0]) {
        case "open" -> open(number(words[1]), number(words[2]), number(words[3]), words[4]);
        case "leave" -> {
          crowd.leave();
          yield crowd.counts();
        }
        case "forget" -> {
          crowd.forget();
          yield crowd.counts();
        }
        case "counts" -> crowd.counts();
        case "await" -> await(number(words[1]), words[2]);
        case "send" -> send(number(words[1]), words[2], number(words[3]), number(words[4]));
        case "text" -> text(number(words[1]), words);
        case "storm" -> storm(words);
        case "rate" -> {
          crowd.observe(schedule);
          schedule.rate(Double.parseDouble(words[1]));
          yield schedule.sample();
        }
        case "fill" -> {
          crowd.observe(schedule);
          schedule.fill(words[1], number(words[2]), Double.parseDouble(words[3]));
          yield schedule.sample();
        }
        case "sample" -> schedule.sample();
        default -> Map.of("error", "unknown command " + words[0]);
      };
    } catch (RuntimeException e) {
      e.printStackTrace();
      return Map.of("error", e.toString());
    }
  }

  private static int number(String word) {
    return Integer.parseInt(word);
  }

  private static long seconds(String word) {
    return TimeUnit.SECONDS.toNanos(Long.parseLong(word));
  }

  private Counts open(int from, int to, int window, String patience) {
    crowd.open(from, to, window, seconds(patience));
    return crowd.counts();
  }

  /** Until everybody has had so many events, or the time is over. */
  private Map<String, Object> await(int events, String patience) {
    long end = System.nanoTime() + seconds(patience);
    while (!crowd.allHave(events) && System.nanoTime() < end) {
      crowd.swarm().turn(1);
    }
    return Map.of("having", crowd.having(events), "counts", crowd.counts());
  }

  /** Some messages at once, by one person; the bodies tell when that was. */
  private Map<String, Long> send(int person, String channel, int count, int body) {
    SendFrame frame = new SendFrame(body);
    byte[] id = channel.getBytes(US_ASCII);
    long now = System.nanoTime();
    for (int i = 0; i < count; i++) {
      byte[] bytes = frame.next(i, id, now);
      crowd.swarm().send(person, bytes, 0, bytes.length);
    }
    return Map.of("nanos", now);
  }

  /** {@code text PERSON WORDS}: a frame of these words. */
  private Map<String, Long> text(int person, String[] words) {
    byte[] frame = Requests.text(String.join(" ", Arrays.asList(words).subList(2, words.length)));
    long now = System.nanoTime();
    crowd.swarm().send(person, frame, 0, frame.length);
    return Map.of("nanos", now);
  }

  /** {@code storm CHANNEL SINCE MISSED WINDOW STREAMS PATIENCE}. */
  private Map<String, Object> storm(String[] words) {
    CatchUp catchUp =
        new CatchUp(
            crowd,
            credentials,
            words[1],
            Long.parseLong(words[2]),
            number(words[3]),
            Math.min(Crowd.STREAMS, number(words[5])));
    long end = System.nanoTime() + seconds(words[6]);
    crowd.observe(catchUp);
    crowd.open(0, place.count(), number(words[4]), seconds(words[6]));
    int ready = crowd.counts().ready();
    while (!catchUp.isDone(ready) && System.nanoTime() < end) {
      crowd.swarm().turn(1);
    }
    crowd.observe(null);
    return Map.of("result", catchUp.end(), "counts", crowd.counts());
  }
}
