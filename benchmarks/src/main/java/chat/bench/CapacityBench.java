package chat.bench;

import chat.bench.capacity.Assumptions;
import chat.bench.capacity.Line;
import chat.bench.capacity.Model;
import chat.bench.capacity.Table;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a number of connections and daily users takes; measures nothing. */
@Command(
    name = "capacity",
    description = "What 1,000,000 connections and 50,000,000 daily users take, from the figures.",
    mixinStandardHelpOptions = true)
final class CapacityBench implements Callable<Integer> {
  @Mixin private Common common;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Another value of an assumption; may be repeated.")
  private Map<String, Double> set = new TreeMap<>();

  @Override
  public Integer call() throws Exception {
    Assumptions given = Assumptions.defaults();
    for (Map.Entry<String, Double> each : set.entrySet()) {
      given = given.with(each.getKey(), each.getValue());
    }
    System.out.println(Table.of(given));
    Report report = new Report("capacity");
    for (Line line : Model.of(given)) {
      report.add(name(line), line.value());
    }
    report.write(common.json());
    return 0;
  }

  /** In the form of the other figures: {@code kafkaPartitionsOfChatLogPartitions}. */
  private static String name(Line line) {
    StringBuilder name = new StringBuilder();
    String words = line.section() + " " + line.what() + " " + line.unit().split(" ")[0];
    for (String word : words.split("[^A-Za-z0-9]+")) {
      if (!word.isEmpty()) {
        name.append(
            name.isEmpty()
                ? word.toLowerCase(java.util.Locale.ROOT)
                : Character.toUpperCase(word.charAt(0)) + word.substring(1));
      }
    }
    return name.toString();
  }
}
