package chat.bench.capacity;

import java.util.List;
import java.util.Locale;

/** The model as a table in Markdown, which reads well in a terminal too. */
public final class Table {
  private Table() {}

  /** Results and how they follow, then the assumptions. */
  public static String of(Assumptions given) {
    List<Line> lines = Model.of(given);
    StringBuilder out = new StringBuilder();
    String section = "";
    for (Line line : lines) {
      if (!line.section().equals(section)) {
        section = line.section();
        out.append("\n### ")
            .append(section)
            .append("\n| what | takes | from |\n| --- | --- | --- |\n");
      }
      out.append("| ")
          .append(line.what())
          .append(" | ")
          .append(number(line.value()))
          .append(' ')
          .append(line.unit())
          .append(" | ")
          .append(line.how())
          .append(" |\n");
    }
    out.append("\n### Assumptions\n| name | value | who says so |\n| --- | --- | --- |\n");
    for (Assumption each : given.all()) {
      out.append("| `")
          .append(each.name())
          .append("` | ")
          .append(number(each.value()))
          .append(' ')
          .append(each.unit())
          .append(" | ")
          .append(each.source())
          .append(" |\n");
    }
    return out.toString();
  }

  /** Three digits that count. */
  static String number(double value) {
    if (value >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    int digits = value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
