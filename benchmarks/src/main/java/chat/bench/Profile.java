package chat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** A recording of a node by the JDK's Flight Recorder, and what it says in a page. */
final class Profile {
  private static final int TOP = 25;

  private static final String SAMPLE = "jdk.CPUTimeSample";

  /** A tool of others: whoever uses it names the work. */
  private static final String SKIPPED = "";

  /** The first that fits, from the top of a stack down, names the work. */
  private static final List<Map.Entry<String, String>> CLASSES_OF_WORK =
      List.of(
          Map.entry("com.fasterxml.jackson.dataformat.cbor", "CBOR"),
          Map.entry("com.fasterxml.jackson", "JSON"),
          Map.entry("org.apache.kafka", "Kafka client"),
          Map.entry("com.mongodb", "MongoDB driver"),
          Map.entry("org.bson", "MongoDB driver"),
          Map.entry("io.vertx.ext.mongo", "MongoDB driver"),
          Map.entry("io.netty.handler.codec.http.websocketx", "WebSocket frames"),
          Map.entry("io.netty.buffer", SKIPPED),
          Map.entry("io.netty", "Netty and the kernel's sockets"),
          Map.entry("io.vertx.core.http", "Vert.x HTTP and WebSocket"),
          Map.entry("io.vertx.core.eventbus", "event bus"),
          Map.entry("io.vertx.spi.cluster", "event bus"),
          Map.entry("com.hazelcast", "Hazelcast"),
          Map.entry("io.vertx", "Vert.x"),
          Map.entry("io.micrometer", "metrics"),
          Map.entry("chat.socket", "chat.socket"),
          Map.entry("chat.delivery", "chat.delivery"),
          Map.entry("chat.channel", "chat.channel"),
          Map.entry("chat.log", "chat.log"),
          Map.entry("chat.", "chat, other"));

  private final long pid;
  private final Path file;

  private Profile(long pid, Path file) {
    this.pid = pid;
    this.file = file.toAbsolutePath();
  }

  /** Starts to record that process. */
  static Profile begin(long pid, Path file) throws IOException {
    Profile profile = new Profile(pid, file);
    Files.deleteIfExists(profile.file);
    Jcmd.run(
        pid,
        "JFR.start",
        "name=bench",
        "settings=profile",
        // By processor time (JEP 509): native code counts too, and waiting does not.
        SAMPLE + "#enabled=true",
        SAMPLE + "#throttle=10ms");
    return profile;
  }

  void end() throws IOException {
    Jcmd.run(pid, "JFR.stop", "name=bench", "filename=" + file);
  }

  /** Prints shares of samples by class of work, by thread, and the methods seen most often. */
  void print() throws IOException {
    Map<String, Integer> work = new HashMap<>();
    Map<String, Integer> threads = new HashMap<>();
    Map<String, Integer> methods = new HashMap<>();
    Map<String, Integer> allocations = new HashMap<>();
    int samples = 0;
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        String type = event.getEventType().getName();
        if (type.equals(SAMPLE)) {
          samples++;
          RecordedStackTrace stack = event.getStackTrace();
          work.merge(workOf(stack), 1, Integer::sum);
          methods.merge(topOf(stack), 1, Integer::sum);
          threads.merge(threadOf(event), 1, Integer::sum);
        } else if (type.equals("jdk.ObjectAllocationSample")) {
          int kib = (int) (event.getLong("weight") >> 10);
          allocations.merge(workOf(event.getStackTrace()), kib, Integer::sum);
        }
      }
    }
    System.out.println("  " + samples + " samples of the node; recording in " + file);
    table("work", work);
    table("threads", threads);
    table("methods", methods);
    table("allocation by work", allocations);
  }

  private static String workOf(RecordedStackTrace stack) {
    if (stack == null) {
      return "unknown";
    }
    for (RecordedFrame frame : stack.getFrames()) {
      String work = workOf(frame.getMethod().getType().getName());
      if (!work.equals(SKIPPED)) {
        return work;
      }
    }
    return "JDK";
  }

  private static String workOf(String type) {
    for (Map.Entry<String, String> entry : CLASSES_OF_WORK) {
      if (type.startsWith(entry.getKey())) {
        return entry.getValue();
      }
    }
    return SKIPPED;
  }

  private static String topOf(RecordedStackTrace stack) {
    if (stack == null || stack.getFrames().isEmpty()) {
      return "unknown";
    }
    var method = stack.getFrames().getFirst().getMethod();
    return method.getType().getName() + "." + method.getName();
  }

  private static String threadOf(RecordedEvent event) {
    var thread = event.getThread("eventThread");
    return thread == null || thread.getJavaName() == null ? "virtual" : thread.getJavaName();
  }

  private static void table(String title, Map<String, Integer> counts) {
    long sum = counts.values().stream().mapToLong(Integer::longValue).sum();
    System.out.println("  by " + title);
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .limit(TOP)
        .forEach(
            entry ->
                System.out.printf(
                    Locale.ROOT,
                    "    %5.1f %%  %s%n",
                    100.0 * entry.getValue() / Math.max(1, sum),
                    entry.getKey()));
  }
}
