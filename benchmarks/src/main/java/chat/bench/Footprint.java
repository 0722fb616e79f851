package chat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The memory of a server process at one moment, after full collections, and that of the kernel.
 *
 * @param heap bytes that live in the Java heap
 * @param outside resident bytes of the process that are not Java heap
 * @param direct bytes of direct buffers, which are a part of {@code outside}
 * @param slabs bytes of the kernel's objects by kind, of the whole machine
 * @param socketPages bytes of the kernel's socket buffers, of the whole machine
 */
record Footprint(long heap, long outside, long direct, Map<String, Long> slabs, long socketPages) {
  private static final int COLLECTIONS = 3;
  private static final Duration COMPILED_WITHIN = Duration.ofSeconds(60);

  /** Grows with what is read below {@code /proc}, not with connections. */
  private static final String OF_PROC = "proc_inode_cache";

  private static final int PAGE = 4_096;
  private static final Pattern ADDRESS = Pattern.compile("0x([0-9a-f]{8,})");
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  /** Where a server tells how large its direct buffers are. */
  @FunctionalInterface
  interface Direct {
    long bytes() throws IOException;
  }

  /** Collects garbage in that process, in its heap and outside, and looks. */
  static Footprint of(long pid, Direct direct) throws IOException {
    // While it works, a compiler has more memory than all connections.
    Compiler.awaitRest(List.of(pid), COMPILED_WITHIN);
    long least = Long.MAX_VALUE;
    String info = "";
    for (int i = 0; i < COLLECTIONS; i++) {
      Jcmd.run(pid, "GC.run");
      info = heapLines(Jcmd.run(pid, "GC.heap_info"));
      least = Math.min(least, used(info));
    }
    // What the allocator only keeps for later (of compilers that have ended, say) is no use of it.
    Jcmd.run(pid, "System.trim_native_heap");
    long[] range = range(info);
    return new Footprint(
        least, residentOutside(pid, range), direct.bytes(), readSlabs(), readSocketPages());
  }

  /** Metaspace and class space are no heap. */
  private static String heapLines(String info) {
    return String.join("\n", info.lines().filter(line -> !line.contains("etaspace")).toList());
  }

  /** The sum over the generations, or the one number of a collector without. */
  private static long used(String info) {
    long kib = 0;
    Matcher used = USED.matcher(info);
    while (used.find()) {
      kib += Long.parseLong(used.group(1));
    }
    return kib << 10;
  }

  private static long[] range(String info) throws IOException {
    long low = Long.MAX_VALUE;
    long high = 0;
    Matcher address = ADDRESS.matcher(info);
    while (address.find()) {
      long value = Long.parseLong(address.group(1), 16);
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (high == 0) {
      throw new IOException("jcmd GC.heap_info does not say where the heap is: " + info);
    }
    return new long[] {low, high};
  }

  private static long residentOutside(long pid, long[] heap) throws IOException {
    long bytes = 0;
    boolean inHeap = false;
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps"))) {
      if (line.startsWith("Rss:")) {
        bytes += inHeap ? 0 : Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
      } else {
        int dash = line.indexOf('-');
        if (dash > 0 && dash <= 16 && Character.digit(line.charAt(0), 16) >= 0) {
          long begin = Long.parseUnsignedLong(line.substring(0, dash), 16);
          inHeap = begin >= heap[0] && begin < heap[1];
        }
      }
    }
    return bytes;
  }

  private static Map<String, Long> readSlabs() throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    Path file = Path.of("/proc/slabinfo");
    if (!Files.isReadable(file)) {
      return bytes; // only the superuser may
    }
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .skip(2)
          .map(line -> line.trim().split("\\s+"))
          .forEach(
              words -> bytes.put(words[0], Long.parseLong(words[1]) * Long.parseLong(words[3])));
    }
    return bytes;
  }

  private static long readSocketPages() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/net/sockstat"))) {
      return lines
          .filter(line -> line.startsWith("TCP:"))
          .map(line -> line.substring(line.indexOf(" mem ") + 5).trim())
          .mapToLong(pages -> Long.parseLong(pages) * PAGE)
          .sum();
    }
  }

  /** Bytes a connection by what was between two moments. */
  record Slope(
      double heap, double outside, double direct, double kernel, Map<String, Double> slabs) {
    /** Live heap and everything outside the heap. */
    double rss() {
      return heap + outside;
    }
  }

  /**
   * What each of {@code connections} more costs. Both ends of a connection are on this machine, so
   * the kernel's bytes count half.
   */
  Slope since(Footprint before, int connections) {
    Map<String, Double> kinds = new LinkedHashMap<>();
    double kernel = (socketPages - before.socketPages) / 2.0 / connections;
    List<Map.Entry<String, Double>> growth = new ArrayList<>();
    slabs.forEach(
        (kind, bytes) -> {
          double each = (bytes - before.slabs.getOrDefault(kind, 0L)) / 2.0 / connections;
          if (Math.abs(each) >= 8 && !kind.equals(OF_PROC)) {
            growth.add(Map.entry(kind, each));
          }
        });
    growth.sort(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()));
    for (Map.Entry<String, Double> kind : growth) {
      kernel += kind.getValue();
      kinds.put(kind.getKey(), kind.getValue());
    }
    return new Slope(
        (double) (heap - before.heap) / connections,
        (double) (outside - before.outside) / connections,
        (double) (direct - before.direct) / connections,
        kernel,
        kinds);
  }
}
