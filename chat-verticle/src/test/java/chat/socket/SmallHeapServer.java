package chat.socket;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The doors in a process of their own, whose small heap is filled and emptied when it is told. */
final class SmallHeapServer implements AutoCloseable {
  private static final double FULL = 0.95;
  private static final int BLOCK = 64 << 10;

  private final Process process;
  private final BufferedReader answers;
  private final int port;

  private SmallHeapServer(Process process) throws IOException {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.US_ASCII);
    this.port = Integer.parseInt(answer());
  }

  /** Starts it. */
  static SmallHeapServer start(Path folder) throws IOException {
    return new SmallHeapServer(
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapServer.class.getName(),
                Files.createDirectories(folder.resolve("small-heap")).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  int port() {
    return port;
  }

  /** Returns when the heap is full, and what is in it stays. */
  void fill() throws IOException {
    tell("fill");
  }

  /** Returns when the heap has room again. */
  void empty() throws IOException {
    tell("empty");
  }

  private void tell(String command) throws IOException {
    process.outputWriter(StandardCharsets.US_ASCII).append(command).append('\n').flush();
    if (!"done".equals(answer())) {
      throw new IOException(command + " was not done");
    }
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the process has ended");
    }
    return line;
  }

  @Override
  public void close() throws Exception {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** That process; ends with its input. */
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    List<byte[]> ballast = new ArrayList<>();
    SocketConfig config =
        new SocketConfig(100, 50, 50, 10, 20, 45, 15, 10, 20, 1 << 20, 60, Set.of());
    try (DoorServer server = new DoorServer(Path.of(arguments[0]), config);
        BufferedReader commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      System.out.println(server.port());
      for (String command = commands.readLine(); command != null; command = commands.readLine()) {
        switch (command) {
          case "fill" -> fill(ballast);
          case "empty" -> ballast.clear();
          default -> throw new IOException("unknown command " + command);
        }
        System.gc();
        System.out.println("done");
      }
    }
  }

  private static void fill(List<byte[]> ballast) {
    MemoryPoolMXBean old =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getName().equals("Tenured Gen"))
            .findFirst()
            .orElseThrow();
    System.gc();
    MemoryUsage usage = old.getCollectionUsage();
    for (long used = usage.getUsed(); used < FULL * usage.getMax(); used += BLOCK) {
      ballast.add(new byte[BLOCK]);
    }
  }
}
