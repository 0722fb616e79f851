package chat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void theSlopeOfAGrowingBacklogIsItsGrowth() {
    List<double[]> points = new ArrayList<>();
    for (int second = 0; second < 10; second++) {
      points.add(new double[] {second, 500 + 20 * second});
    }

    assertThat(Backlog.slope(points)).isEqualTo(20);
  }

  @Test
  void theFigureOfSeveralRunsIsTheirMedian() {
    Report report = new Report("x");
    for (double value : new double[] {5, 1, 9, 2, 7}) {
      report.add("figure", value);
    }

    assertThat(report.figures()).containsEntry("figure", 5.0);
  }
}
