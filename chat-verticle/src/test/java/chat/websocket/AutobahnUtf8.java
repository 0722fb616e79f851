package chat.websocket;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The byte sequences of the suite's sections 6.5 to 6.23, after Markus Kuhn's decoder tests. */
final class AutobahnUtf8 {
  /**
   * One section.
   *
   * @param valid the numbers of the cases that are UTF-8
   */
  record Sequences(int section, List<Integer> valid, List<Payload> payloads) {
    boolean isValid(int number) {
      return valid.contains(number);
    }
  }

  private static final String GREEK = "cebae1bdb9cf83cebcceb5";
  private static final List<String> CUT =
      List.of(
          "c0",
          "e080",
          "f08080",
          "f8808080",
          "fc80808080",
          "df",
          "efbf",
          "f7bfbf",
          "fbbfbfbf",
          "fdbfbfbfbf");

  static final List<Sequences> SEQUENCES =
      List.of(
          valid(5, around("24"), around("c2a2"), around("e282ac"), around("f0a4ada2"), GREEK),
          some(
              6,
              List.of(2, 5, 7, 9, 11),
              IntStream.rangeClosed(1, 11).mapToObj(i -> GREEK.substring(0, 2 * i)).toList()),
          valid(7, "00", "c280", "e0a080", "f0908080"),
          invalid(8, "f888808080", "fc8480808080"),
          valid(9, "7f", "dfbf", "efbfbf", "f48fbfbf"),
          invalid(10, "f7bfbfbf", "fbbfbfbfbf", "fdbfbfbfbfbf"),
          some(
              11,
              List.of(1, 2, 3, 4),
              List.of("ed9fbf", "ee8080", "efbfbd", "f48fbfbf", "f4908080")),
          invalid(
              12,
              "80",
              "bf",
              "80bf",
              "80bf80",
              "80bf80bf",
              "80bf80bf80",
              "80bf80bf80bf",
              bytes(0x80, 0xbf, "")),
          invalid(
              13,
              bytes(0xc0, 0xdf, "20"),
              bytes(0xe0, 0xef, "20"),
              bytes(0xf0, 0xf7, "20"),
              bytes(0xf8, 0xfb, "20"),
              bytes(0xfc, 0xfd, "20")),
          some(14, List.of(), CUT),
          invalid(15, String.join("", CUT)),
          invalid(16, "fe", "ff", "fefeffff"),
          invalid(17, "c0af", "e080af", "f08080af", "f8808080af", "fc80808080af"),
          invalid(18, "c1bf", "e09fbf", "f08fbfbf", "f887bfbfbf", "fc83bfbfbfbf"),
          invalid(19, "c080", "e08080", "f0808080", "f880808080", "fc8080808080"),
          invalid(20, "eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf"),
          invalid(
              21,
              "eda080edb080",
              "eda080edbfbf",
              "edadbfedb080",
              "edadbfedbfbf",
              "edae80edb080",
              "edae80edbfbf",
              "edafbfedb080",
              "edafbfedbfbf"),
          valid(22, nonCharacters()),
          valid(23, "efbfb9", "efbfba", "efbfbb", "efbfbc", "efbfbd", "efbfbe", "efbfbf"));

  private AutobahnUtf8() {}

  private static Sequences valid(int section, String... hex) {
    return some(section, IntStream.rangeClosed(1, hex.length).boxed().toList(), List.of(hex));
  }

  private static Sequences invalid(int section, String... hex) {
    return some(section, List.of(), List.of(hex));
  }

  private static Sequences some(int section, List<Integer> valid, List<String> hex) {
    return new Sequences(section, valid, hex.stream().map(Payload::hex).toList());
  }

  private static String around(String hex) {
    return Payload.text("hello").hex() + hex + Payload.text("world").hex();
  }

  /** Each byte from {@code from} to before {@code to}, followed by {@code after}. */
  private static String bytes(int from, int to, String after) {
    StringBuilder all = new StringBuilder();
    for (int one = from; one < to; one++) {
      all.append("%02x".formatted(one)).append(after);
    }
    return all.toString();
  }

  /** The last two code points of each plane. */
  private static String[] nonCharacters() {
    List<String> all = new ArrayList<>();
    for (int plane = 0; plane <= 16; plane++) {
      for (int last : new int[] {0xFFFE, 0xFFFF}) {
        all.add(Payload.text(Character.toString(plane << 16 | last)).hex());
      }
    }
    return all.toArray(String[]::new);
  }
}
