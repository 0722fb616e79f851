package chat.attachment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

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
   * Those of a PNG, GIF or WebP; 0 for other types, where the size has no fixed place, and for what
   * is too short to be an image.
   *
   * @param head its first {@link ImageType#HEAD} bytes
   */
  static long of(ImageType type, byte[] head) {
    if (head.length < NEEDED) {
      return 0;
    }
    ByteBuffer little = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    return switch (type) {
      case PNG -> png(ByteBuffer.wrap(head));
      case GIF -> size(little.getShort(6) & 0xFFFF, little.getShort(8) & 0xFFFF);
      case WEBP -> webp(little);
      case JPEG, AVIF -> 0;
    };
  }

  /** PNG (ISO/IEC 15948) 11.2.2: the first chunk is IHDR and begins with width and height. */
  private static long png(ByteBuffer head) {
    return size(head.getInt(16) & 0xFFFFFFFFL, head.getInt(20) & 0xFFFFFFFFL);
  }

  /** WebP (RFC 9649) 2.5-2.7: lossy, lossless, extended. */
  private static long webp(ByteBuffer head) {
    String chunk = new String(head.array(), 12, 4, StandardCharsets.US_ASCII);
    return switch (chunk) {
      case "VP8 " -> size(head.getShort(26) & 0x3FFF, head.getShort(28) & 0x3FFF);
      case "VP8L" -> {
        int bits = head.getInt(21);
        yield size((bits & 0x3FFF) + 1, (bits >>> 14 & 0x3FFF) + 1);
      }
      case "VP8X" -> size((head.getInt(24) & 0xFFFFFF) + 1, (head.getInt(26) >>> 8) + 1);
      default -> 0;
    };
  }

  private static long size(long width, long height) {
    return height != 0 && width > Long.MAX_VALUE / height ? Long.MAX_VALUE : width * height;
  }
}
