package chat.bench.crowd;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.bench.seed.Town;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A crowd in a process of its own: it may have as many descriptors as the server, and its processor
 * time and pauses are nobody else's. Thread-safe; commands are answered in their order. Ends with
 * this process.
 */
public final class CrowdProcess implements AutoCloseable {
  private static final Duration STARTED_WITHIN = Duration.ofSeconds(120);
  private static final Duration QUICK = Duration.ofSeconds(30);

  /** Unanswered connections at a time, so that none waits for long while a node is still cold. */
  private static final int WINDOW = 400;

  private final Process process;
  private final BufferedReader answers;
  private final Writer commands;

  private CrowdProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
    this.commands = process.outputWriter(UTF_8);
  }

  /**
   * Starts people who sign in.
   *
   * @param signIn how: {@code HEADER} or {@code FRAME}
   * @param folder for the log
   * @param body characters of the messages that they send on their schedule
   */
  public static CrowdProcess start(
      Path folder, int port, Town town, int first, int count, String signIn, Path key, int body)
      throws IOException {
    return start(
        folder,
        "crowd-" + port,
        new Place(port, town, first, count, Crowd.SignIn.valueOf(signIn), key, body));
  }

  /** Starts clients that only open WebSockets. */
  public static CrowdProcess anonymous(Path folder, int port, int count) throws IOException {
    return start(
        folder,
        "crowd-" + port,
        new Place(
            port, new Town(1, 0, 1, true), 0, count, Crowd.SignIn.NONE, Path.of("none"), 200));
  }

  private static CrowdProcess start(Path folder, String name, Place place) throws IOException {
    Files.createDirectories(folder);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            CrowdMain.class.getName(),
            CrowdMain.MAPPER.writeValueAsString(place)));
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve(name + ".log").toFile()).start();
    CrowdProcess crowd = new CrowdProcess(process);
    try {
      crowd.answer(STARTED_WITHIN);
      return crowd;
    } catch (IOException e) {
      crowd.close();
      throw e;
    }
  }

  /** Identifies the process, for its costs. */
  public long pid() {
    return process.pid();
  }

  private synchronized JsonNode ask(Duration patience, Object... words) throws IOException {
    StringBuilder line = new StringBuilder();
    for (Object word : words) {
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    commands.write(line.append('\n').toString());
    commands.flush();
    return answer(patience);
  }

  private JsonNode answer(Duration patience) throws IOException {
    CompletableFuture<String> line = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                line.complete(answers.readLine());
              } catch (IOException e) {
                line.completeExceptionally(e);
              }
            });
    try {
      String text = line.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (text == null) {
        throw new IOException("a crowd has ended; see its log");
      }
      JsonNode answer = CrowdMain.MAPPER.readTree(text);
      if (answer.hasNonNull("error")) {
        throw new IOException("a crowd says: " + answer.get("error").asText());
      }
      return answer;
    } catch (TimeoutException e) {
      throw new IOException("no answer of a crowd within " + patience, e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** How many have had as many events as they should, and all counts. */
  public record Arrival(int having, Counts counts) {}

  /** What came of a storm. */
  public record Stormed(Storm result, Counts counts) {}

  private static <T> T read(JsonNode node, Class<T> type) throws IOException {
    return CrowdMain.MAPPER.treeToValue(node, type);
  }

  /** Opens the connections of those from {@code from} to before {@code to}, and waits for all. */
  public Counts open(int from, int to, Duration patience) throws IOException {
    return read(
        ask(patience.plus(QUICK), "open", from, to, WINDOW, patience.toSeconds()), Counts.class);
  }

  /** Ends all connections without a word. */
  public void leave() throws IOException {
    ask(QUICK, "leave");
  }

  /** Counts from 0 again. */
  public void forget() throws IOException {
    ask(QUICK, "forget");
  }

  public Counts counts() throws IOException {
    return read(ask(QUICK, "counts"), Counts.class);
  }

  /** Waits until everybody has had that many events since {@link #forget}. */
  public Arrival await(int events, Duration patience) throws IOException {
    return read(ask(patience.plus(QUICK), "await", events, patience.toSeconds()), Arrival.class);
  }

  /** Sends that many messages at once; gives the time (nanoseconds of the monotonic clock). */
  public long send(int person, String channel, int count, int body) throws IOException {
    return ask(QUICK, "send", person, channel, count, body).get("nanos").asLong();
  }

  /** Sends a frame of that text; gives the time as {@link #send} does. */
  public long text(int person, String text) throws IOException {
    return ask(QUICK, "text", person, text).get("nanos").asLong();
  }

  /** All come back at once and fetch what they missed. */
  public Stormed storm(
      String channel, long since, int missed, int window, int streams, Duration patience)
      throws IOException {
    return read(
        ask(
            patience.multipliedBy(2).plus(QUICK),
            "storm",
            channel,
            since,
            missed,
            window,
            streams,
            patience.toSeconds()),
        Stormed.class);
  }

  /** Sends on at that rate; 0 ends it. */
  public Sample rate(double perSecond) throws IOException {
    return read(ask(QUICK, "rate", perSecond), Sample.class);
  }

  /** Sends so many messages to one channel at that rate, and no more. */
  public Sample fill(String channel, int messages, double perSecond) throws IOException {
    return read(ask(QUICK, "fill", channel, messages, perSecond), Sample.class);
  }

  public Sample sample() throws IOException {
    return read(ask(QUICK, "sample"), Sample.class);
  }

  @Override
  public void close() {
    try {
      commands.close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
