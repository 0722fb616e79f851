package chat.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Processor time by process, for "where does the time go": nodes, load generators and back ends,
 * which are children of this process, and this process itself, in which MongoDB's stand-in lives.
 */
final class Costs {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<Long, String> names;
  private final long beganAt = System.nanoTime();
  private final Map<String, Double> before;
  private Map<String, Double> spent = Map.of();
  private double seconds;
  private long messages;

  private Costs(Map<Long, String> names) {
    this.names = names;
    this.before = now();
  }

  /** Begins to count; {@code names} says who some of the child processes are. */
  static Costs begin(Map<Long, String> names) {
    return new Costs(names);
  }

  void end(long messageCount) {
    seconds = (System.nanoTime() - beganAt) / 1e9;
    messages = messageCount;
    spent = new LinkedHashMap<>();
    now().forEach((name, used) -> spent.put(name, used - before.getOrDefault(name, 0.0)));
  }

  /** Seconds of processor time by who used it. */
  private Map<String, Double> now() {
    Map<String, Double> used = new LinkedHashMap<>();
    ProcessHandle.current()
        .children()
        .forEach(
            child ->
                used.merge(
                    nameOf(child),
                    child.info().totalCpuDuration().map(Costs::seconds).orElse(0.0),
                    Double::sum));
    double threads = 0;
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null) {
        threads += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId())) / 1e9;
      }
    }
    double all = ProcessHandle.current().info().totalCpuDuration().map(Costs::seconds).orElse(0.0);
    used.put("mongo (in this process)", threads);
    used.put("this JVM's collector and compiler", all - threads);
    return used;
  }

  private String nameOf(ProcessHandle child) {
    String known = names.get(child.pid());
    if (known != null) {
      return known;
    }
    String command = child.info().command().orElse("?");
    String program = command.substring(command.lastIndexOf('/') + 1);
    return program.equals("java") ? "kafka" : program;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  void print() {
    System.out.println("  processor time            cores   microseconds a message");
    spent.forEach(
        (name, used) ->
            System.out.printf(
                Locale.ROOT,
                "    %-34s %5.2f %9.1f%n",
                name,
                used / seconds,
                messages == 0 ? 0 : used * 1e6 / messages));
  }
}
