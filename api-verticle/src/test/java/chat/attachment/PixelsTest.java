package chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PixelsTest {
  @ParameterizedTest
  @CsvSource({
    "PNG,  89504e470d0a1a0a0000000d49484452 00000140 000000f0 0802000000, 76800",
    "PNG,  89504e470d0a1a0a0000000d49484452 000186a0 000186a0 0802000000, 10000000000",
    "PNG,  89504e470d0a1a0a0000000d49484452 ffffffff ffffffff 0802000000, 9223372036854775807",
    "GIF,  474946383961 4001 f000 f70000, 76800",
    "GIF,  474946383961 ffff ffff f70000, 4294836225",
    "WEBP, 524946461a00000057454250 56503820 0e000000 300100 9d012a 4001 f000, 76800",
    "WEBP, 524946461a00000057454250 5650384c 0e000000 2f 3fc13b10 88, 76800",
    "WEBP, 524946461a00000057454250 56503858 0a000000 10000000 3f0100 ef0000, 76800",
    "WEBP, 524946461a00000057454250 56503858 0a000000 10000000 ffffff ffffff, 281474976710656",
  })
  void areThoseThatTheHeadSays(ImageType type, String hex, long pixels) {
    byte[] head = HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThat(of(type, Arrays.copyOf(head, ImageType.HEAD))).hasValue(pixels);
    for (int length = 0; length < 30; length++) {
      assertThat(of(type, Arrays.copyOf(head, length))).isEmpty();
    }
  }

  private static OptionalLong of(ImageType type, byte[] begin) {
    return Pixels.of(
        type,
        begin,
        1_000_000,
        (at, count) -> {
          throw new AssertionError("read on at " + at);
        });
  }
}
