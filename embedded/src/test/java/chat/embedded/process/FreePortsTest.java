package chat.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  private static final int PORTS = 300;

  /** Another process: prints its ports, then lives until its input ends. */
  static final class Other {
    public static void main(String[] arguments) throws IOException {
      for (int i = 0; i < PORTS; i++) {
        System.out.println(FreePorts.next());
      }
      while (System.in.read() >= 0) {
        // Nobody says anything.
      }
    }
  }

  @Test
  void processesSideBySideNeverGetTheSamePortBeforeTheyListen() throws Exception {
    Process one = other();
    Process two = other();
    try {
      Set<Integer> ports = new HashSet<>();
      BufferedReader ofOne = one.inputReader();
      BufferedReader ofTwo = two.inputReader();
      for (int i = 0; i < PORTS; i++) {
        ports.add(Integer.parseInt(ofOne.readLine()));
        ports.add(Integer.parseInt(ofTwo.readLine()));
        ports.add(FreePorts.next());
      }
      assertThat(ports).hasSize(3 * PORTS);
    } finally {
      one.destroy();
      two.destroy();
    }
  }

  private static Process other() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
