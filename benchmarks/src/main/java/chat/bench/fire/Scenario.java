package chat.bench.fire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The faults of a run. */
public record Scenario(List<Fault> faults) {
  private static final List<String> NONE = List.of("none");

  public Scenario {
    faults = List.copyOf(faults);
  }

  /**
   * As an operator asked for it.
   *
   * @param labels {@code null} for all that are possible here
   * @param canCut whether the network can be cut
   * @throws IllegalArgumentException if there is no such fault, or it is not possible here
   */
  public static Scenario of(List<String> labels, boolean canCut) {
    if (NONE.equals(labels)) {
      return new Scenario(List.of());
    }
    List<Fault> wanted =
        new ArrayList<>(labels == null ? Arrays.asList(Fault.values()) : Fault.parse(labels));
    if (!canCut && wanted.removeIf(Fault::cuts)) {
      String why =
          "the network can't be cut: it takes root, or users who may make namespaces, and iproute2";
      if (labels != null) {
        throw new IllegalArgumentException(why);
      }
      System.out.println("bench: left out, since " + why);
    }
    return new Scenario(wanted);
  }
}
