package chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageTypeTest {
  @ParameterizedTest
  @CsvSource({
    "PNG,  89504e470d0a1a0a0000000d49484452",
    "JPEG, ffd8ffe000104a464946",
    "JPEG, ffd8ffdb",
    "GIF,  474946383761",
    "GIF,  474946383961ffff",
    "WEBP, 524946461a000000574542505650384c",
    "AVIF, 0000001c6674797061766966000000006d696631617669666d696166",
    "AVIF, 0000001c667479706d696631000000006d6966316176696600000000",
  })
  void aFileIsOfTheTypeThatItsFirstBytesSayAndOfNoOther(ImageType type, String hex) {
    byte[] file = HexFormat.of().parseHex(hex);
    for (ImageType each : ImageType.values()) {
      assertThat(each.begins(file)).as(each.name()).isEqualTo(each == type);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "<?xml version='1.0'?><svg/>",
        "<!DOCTYPE html><script>alert(1)</script>",
        "GIF88a",
        "GIF89",
        "PK\u0003\u0004",
        "%PDF-1.7",
        "RIFF....WAVEfmt ",
        "....ftypmp42....isommp42",
        "\u0000\u0000\u0000\u0010ftypmif1avif",
        "BM",
      })
  void whatIsNoneOfThemIsNone(String begin) {
    List<ImageType> found = new ArrayList<>();
    for (ImageType each : ImageType.values()) {
      if (each.begins(begin.getBytes(StandardCharsets.ISO_8859_1))) {
        found.add(each);
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void typesThatCanHoldProgramsAreNotKnown() {
    for (String type : List.of("image/svg+xml", "text/html", "image/PNG", "image/png; x", "")) {
      assertThat(ImageType.of(type)).as(type).isEmpty();
    }
  }
}
