package chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class FileWindowTest {
  /** One over {@code file}, of which {@code begun} bytes are there already. Counts its pieces. */
  static FileWindow of(byte[] file, int begun) {
    AtomicInteger pieces = new AtomicInteger();
    return new FileWindow(
        Arrays.copyOf(file, Math.min(begun, file.length)),
        file.length,
        (at, count) -> {
          assertThat(pieces.incrementAndGet())
              .isLessThanOrEqualTo(file.length / FileWindow.PIECE + 1);
          return Arrays.copyOfRange(file, (int) at, (int) at + count);
        });
  }

  @Test
  void givesEachByteAndNumbersAcrossPieces() {
    byte[] file = new byte[2 * FileWindow.PIECE + 100];
    new Random(7).nextBytes(file);
    FileWindow window = of(file, 16);

    for (int at = 0; at + 2 <= file.length; at += 2) {
      int number = (file[at] & 0xFF) << 8 | file[at + 1] & 0xFF;
      assertThat(window.number(at, 2).getAsLong()).isEqualTo(number);
    }
    assertThat(window.at(file.length)).isEmpty();
    assertThat(window.number(file.length - 1, 2)).isEmpty();
    assertThatThrownBy(() -> window.at(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
