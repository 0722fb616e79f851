package chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class AvifPixelsTest {
  private static final byte[] TYPE =
      box("ftyp", "avif\0\0\0\0avifmif1".getBytes(StandardCharsets.US_ASCII));

  private static OptionalLong pixels(byte[]... boxes) {
    return AvifPixels.of(FileWindowTest.of(join(boxes), 64));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] box(String type, byte[]... parts) {
    byte[] content = join(parts);
    return ByteBuffer.allocate(8 + content.length)
        .putInt(8 + content.length)
        .put(type.getBytes(StandardCharsets.US_ASCII))
        .put(content)
        .array();
  }

  /** A box whose length is given in eight bytes. */
  private static byte[] large(String type, byte[] content) {
    return ByteBuffer.allocate(16 + content.length)
        .putInt(1)
        .put(type.getBytes(StandardCharsets.US_ASCII))
        .putLong(16L + content.length)
        .put(content)
        .array();
  }

  private static byte[] size(int width, int height) {
    return box("ispe", ByteBuffer.allocate(12).putInt(4, width).putInt(8, height).array());
  }

  private static byte[] images(byte[]... sizes) {
    return box("meta", new byte[4], box("iprp", box("ipco", sizes)));
  }

  private static byte[] track(byte[] header, byte[] entry) {
    byte[] table = box("stbl", box("stsd", new byte[8], entry));
    return box("moov", box("trak", header, box("mdia", box("minf", table))));
  }

  private static byte[] header(int width, int height) {
    return box(
        "tkhd", ByteBuffer.allocate(84).putInt(76, width << 16).putInt(80, height << 16).array());
  }

  private static byte[] entry(int width, int height) {
    byte[] content = new byte[78];
    ByteBuffer.wrap(content).putShort(24, (short) width).putShort(26, (short) height);
    return box("av01", content);
  }

  @Test
  void areTheMostThatAnImageOrTrackHas() {
    byte[] data = box("mdat", new byte[3_000_000]);
    assertThat(pixels(TYPE, images(size(320, 240)), data)).hasValue(76_800);
    assertThat(pixels(TYPE, data, images(size(320, 240)))).hasValue(76_800);
    assertThat(pixels(TYPE, large("mdat", new byte[70]), images(size(320, 240)))).hasValue(76_800);
    assertThat(pixels(TYPE, images(box("pixi", new byte[8]), size(8, 8), size(60_000, 60_000))))
        .hasValue(3_600_000_000L);
    assertThat(pixels(TYPE, images(size(-1, -1)))).hasValue(Long.MAX_VALUE);
    assertThat(pixels(TYPE, images(size(8, 8)), track(header(320, 240), entry(8, 8))))
        .hasValue(76_800);
    assertThat(pixels(TYPE, images(size(8, 8)), track(header(8, 8), entry(65_535, 65_535))))
        .hasValue(4_294_836_225L);
  }

  @Test
  void aLastBoxMayHaveNoLength() {
    byte[] open = images(size(60_000, 60_000));
    ByteBuffer.wrap(open).putInt(0, 0);
    assertThat(pixels(TYPE, open)).hasValue(3_600_000_000L);
  }

  @Test
  void whatLiesElsewhereOrIsCutOffSaysNothing() {
    assertThat(pixels(TYPE)).isEmpty();
    assertThat(pixels(TYPE, box("mdat", images(size(320, 240))))).isEmpty();
    assertThat(pixels(TYPE, images(box("ispe", new byte[11])))).isEmpty();
    assertThat(pixels(TYPE, track(box("tkhd"), box("av01", new byte[27])))).isEmpty();
    byte[] whole = join(TYPE, images(size(320, 240)));
    for (int length = 0; length < whole.length; length++) {
      assertThat(AvifPixels.of(FileWindowTest.of(Arrays.copyOf(whole, length), 64))).isEmpty();
    }
  }

  @Test
  void boxesWithoutEndEndAndAreReadInFewPieces() {
    byte[] deep = new byte[Attachments.MAX_BYTES];
    ByteBuffer boxes = ByteBuffer.wrap(deep);
    while (boxes.remaining() >= 12) {
      boxes.putInt(boxes.remaining()).putInt(0x6d657461).putInt(0);
    }
    assertThat(pixels(deep)).isEmpty();
    byte[] flat = new byte[Attachments.MAX_BYTES];
    for (int at = 0; at + 8 <= flat.length; at += 8) {
      ByteBuffer.wrap(flat).putInt(at, 8).putInt(at + 4, 0x66726565);
    }
    assertThat(pixels(flat)).isEmpty();
    Arrays.fill(flat, (byte) 0xFF);
    assertThat(pixels(flat)).isEmpty();
  }
}
