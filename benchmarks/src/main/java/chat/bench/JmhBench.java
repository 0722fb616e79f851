package chat.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The micro-benchmarks of {@code chat.bench.jmh} and of whatever else is on the class path. */
@Command(
    name = "jmh",
    description = "Micro-benchmarks: the frame parser, the encoder, the channel index.",
    mixinStandardHelpOptions = true)
final class JmhBench implements Callable<Integer> {
  @Mixin private Common common;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      defaultValue = "chat\\.",
      description = "Those whose name matches this regular expression (default: all).")
  private String name;

  @Option(names = "--forks", defaultValue = "1")
  private int forks;

  @Option(names = "--iterations", defaultValue = "5")
  private int iterations;

  @Option(names = "--gc", description = "Bytes allocated an operation, too.")
  private boolean gc;

  @Override
  public Integer call() throws Exception {
    Path work = Files.createDirectories(Common.work().resolve("jmh"));
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(name)
            .forks(forks)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.seconds(1))
            .jvmArgsAppend("-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC")
            .resultFormat(ResultFormatType.JSON)
            .result(work.resolve("results.json").toString());
    if (gc) {
      options.addProfiler("gc");
    }
    Report report = new Report("jmh");
    for (RunResult result : new Runner(options.build()).run()) {
      var score = result.getPrimaryResult();
      String unit = score.getScoreUnit().replace("/", "Per");
      report.add(
          figure(result) + Character.toUpperCase(unit.charAt(0)) + unit.substring(1),
          score.getScore());
    }
    report.publish(common.json());
    return report.figures().isEmpty() ? 1 : 0;
  }

  /** Class and method, and the parameters that tell variants apart. */
  private static String figure(RunResult result) {
    String[] words = result.getParams().getBenchmark().split("\\.");
    StringBuilder figure = new StringBuilder(words[words.length - 2]).append('.');
    figure.append(words[words.length - 1]);
    for (String key : result.getParams().getParamsKeys()) {
      figure.append(String.format(Locale.ROOT, "[%s=%s]", key, result.getParams().getParam(key)));
    }
    return figure.toString();
  }
}
