package chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JpegPixelsTest {
  private static final String JFIF = "ffe0 0010 4a46494600 0101 00 0001 0001 0000";

  /** Height 240, width 320, three components. */
  private static final String FRAME = "0011 08 00f0 0140 03 011100 021100 031100";

  private static OptionalLong pixels(byte[] file) {
    return JpegPixels.of(FileWindowTest.of(file, 16));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "ffd8 JFIF ffc0 FRAME, 76800",
    "ffd8 JFIF ffc2 FRAME, 76800",
    "ffd8 ffc1 FRAME, 76800",
    // A table, a comment and a restart marker before it, which are no frames.
    "ffd8 ffc4 0004 0000 fffe 0006 ffc0ffff ffd0 ffcc 0002 ffc0 FRAME, 76800",
    // Fill bytes before a marker, and bytes that belong nowhere, are skipped as browsers do.
    "ffd8 ffffffffffe0 0002 ffffc0 FRAME, 76800",
    "ffd8 ffe0 0002 000102ff00 ffc0 FRAME, 76800",
    // A bomb, and one of a progressive kind behind a harmless thumbnail.
    "ffd8 JFIF ffc0 0011 08 ffff ffff 03, 4294836225",
    "ffd8 ffe1 001f ffd8ffc0 FRAME 0000000000000000 ffc2 0011 08 ffff ffff 03, 4294836225",
  })
  void areThoseOfTheFirstFrame(String file, long pixels) {
    assertThat(pixels(bytes(file.replace("JFIF", JFIF).replace("FRAME", FRAME)))).hasValue(pixels);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffd8",
        "ffd8 ff",
        "ffd8 ffd9",
        "ffd8 ffda 0008 01 0100 003f00 ffc0 0011 08 00f0 0140 03",
        "ffd8 ffe0 0001 ffc0 0011 08 00f0 0140 03",
        "ffd8 ffe0 ffff 00",
        "ffd8 ffc0 0011 08 00f0 01",
        "ffd8 00000000000000000000",
      })
  void aFileWithoutAFrameSaysNothing(String file) {
    assertThat(pixels(bytes(file))).isEmpty();
  }

  @Test
  void aFileFullOfSegmentsOrOfNothingEndsAndIsReadInFewPieces() {
    byte[] file = new byte[Attachments.MAX_BYTES];
    file[0] = (byte) 0xFF;
    file[1] = (byte) 0xD8;
    assertThat(pixels(file)).isEmpty();
    Arrays.fill(file, (byte) 0xFF);
    assertThat(pixels(file)).isEmpty();
    for (int at = 2; at < file.length; at += 4) {
      System.arraycopy(bytes("ffe00002"), 0, file, at, Math.min(4, file.length - at));
    }
    assertThat(pixels(file)).isEmpty();
  }
}
