package chat.attachment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * How many pixels an image says that it has. A file of a few kilobytes may unpack to gigabytes in
 * the browser of everybody who reads the channel.
 */
final class Pixels {
  /** Of an image at most; 200 MB unpacked. */
  static final long MOST = 50_000_000;

  private static final int NEEDED = 30;

  private Pixels() {}

  /**
   * Empty if it does not say, as no image that can be shown.
   *
   * @param begin its first bytes, at least {@link ImageType#HEAD} if it has them
   * @param size of the file in bytes
   * @param rest where a JPEG or AVIF is read on, which say it anywhere
   */
  static OptionalLong of(ImageType type, byte[] begin, long size, FileWindow.Source rest) {
    if (begin.length < NEEDED) {
      return OptionalLong.empty();
    }
    ByteBuffer little = ByteBuffer.wrap(begin).order(ByteOrder.LITTLE_ENDIAN);
    return switch (type) {
      case PNG -> OptionalLong.of(png(ByteBuffer.wrap(begin)));
      case GIF -> OptionalLong.of(size(little.getShort(6) & 0xFFFF, little.getShort(8) & 0xFFFF));
      case WEBP -> webp(little);
      case JPEG -> JpegPixels.of(new FileWindow(begin, size, rest));
      case AVIF -> AvifPixels.of(new FileWindow(begin, size, rest));
    };
  }

  /** PNG (ISO/IEC 15948) 11.2.2: the first chunk is IHDR and begins with width and height. */
  private static long png(ByteBuffer head) {
    return size(head.getInt(16) & 0xFFFFFFFFL, head.getInt(20) & 0xFFFFFFFFL);
  }

  /** WebP (RFC 9649) 2.5-2.7: lossy, lossless, extended. */
  private static OptionalLong webp(ByteBuffer head) {
    String chunk = new String(head.array(), 12, 4, StandardCharsets.US_ASCII);
    return switch (chunk) {
      case "VP8 " -> OptionalLong.of(size(head.getShort(26) & 0x3FFF, head.getShort(28) & 0x3FFF));
      case "VP8L" -> {
        int bits = head.getInt(21);
        yield OptionalLong.of(size((bits & 0x3FFF) + 1, (bits >>> 14 & 0x3FFF) + 1));
      }
      case "VP8X" ->
          OptionalLong.of(size((head.getInt(24) & 0xFFFFFF) + 1, (head.getInt(26) >>> 8) + 1));
      default -> OptionalLong.empty();
    };
  }

  /** The product, or the most that there is if it is more. */
  static long size(long width, long height) {
    return height != 0 && width > Long.MAX_VALUE / height ? Long.MAX_VALUE : width * height;
  }
}
