package chat.bench;

import chat.embedded.process.Folders;
import chat.embedded.process.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How long {@code ./run} takes until it serves, and what memory its processes take then. */
@Command(
    name = "start",
    description = "Time of ./run to Ready with an empty and with a used data folder; memory.",
    mixinStandardHelpOptions = true)
final class StartBench implements Callable<Integer> {
  private static final int WARM_STARTS = 5;

  @Mixin private Common common;

  private record Started(double seconds, Map<String, Double> mebibytes) {}

  @Override
  public Integer call() throws Exception {
    Path data = Common.work().resolve("start");
    // What has to be built is built by the first, which does not count.
    start(emptied(data));
    Started first = start(emptied(data));
    List<Started> warm = new ArrayList<>();
    for (int i = 0; i < WARM_STARTS; i++) {
      warm.add(start(data));
    }
    warm.sort(Comparator.comparingDouble(Started::seconds));
    Started median = warm.get(WARM_STARTS / 2);
    Report report =
        new Report("start")
            .add("emptyDataStartSeconds", first.seconds())
            .add("warmStartSeconds", median.seconds());
    double sum = 0;
    for (Map.Entry<String, Double> process : median.mebibytes().entrySet()) {
      report.add(process.getKey() + "MiB", process.getValue());
      sum += process.getValue();
    }
    report.add("allProcessesMiB", sum).publish(common.json());
    return 0;
  }

  private static Path emptied(Path folder) throws IOException {
    Folders.deleteRecursively(folder);
    return folder;
  }

  private static Started start(Path data) throws Exception {
    Process run =
        new ProcessBuilder(
                Common.root().resolve("run").toString(),
                "--port",
                Integer.toString(FreePorts.next()),
                "--data",
                data.toString())
            .redirectErrorStream(true)
            .start();
    long begin = System.nanoTime();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(run.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      String last = "";
      while (line != null && !line.startsWith("Ready ")) {
        last = line;
        line = lines.readLine();
      }
      if (line == null) {
        throw new IOException("./run ended: " + last);
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(Locale.ROOT, "ready after %.2f s%n", seconds);
      return new Started(seconds, memory(run));
    } finally {
      run.destroy();
      if (!run.waitFor(30, TimeUnit.SECONDS)) {
        run.destroyForcibly();
      }
    }
  }

  /** Memory by process: shared pages count for each process by its share (PSS). */
  private static Map<String, Double> memory(Process run) throws IOException {
    Map<String, Double> mebibytes = new LinkedHashMap<>();
    List<ProcessHandle> all = Stream.concat(Stream.of(run.toHandle()), run.descendants()).toList();
    for (ProcessHandle process : all) {
      Path rollup = Path.of("/proc/" + process.pid() + "/smaps_rollup");
      try (Stream<String> lines = Files.lines(rollup)) {
        double mib =
            lines
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum()
                / 1024.0;
        mebibytes.merge(nameOf(process), mib, Double::sum);
      }
    }
    return mebibytes;
  }

  private static String nameOf(ProcessHandle process) throws IOException {
    String line =
        Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
    if (line.contains("KafkaMain")) {
      return "kafka";
    }
    if (line.contains("chat.embedded.Main")) { // whose arguments name the node's jar
      return "supervisor";
    }
    if (line.contains("chat.jar")) {
      return "node";
    }
    String command = process.info().command().orElse("other");
    return command.substring(command.lastIndexOf('/') + 1).replaceAll("[^A-Za-z]", "");
  }
}
