package chat.attachment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * How many pixels an AVIF says that it has: the most that any of its images ({@code ispe}, ISO/IEC
 * 23008-12) or tracks ({@code tkhd}, {@code av01}, ISO/IEC 14496-12) has. Which of them is shown
 * would take far more to find out, and a browser may change its mind.
 */
final class AvifPixels {
  /** Boxes lie in each other at most this deep where a size can be. */
  private static final int DEEPEST = 8;

  private final FileWindow file;
  private long most = -1;

  private AvifPixels(FileWindow file) {
    this.file = file;
  }

  /** Empty if it does not say. */
  static OptionalLong of(FileWindow file) {
    AvifPixels pixels = new AvifPixels(file);
    pixels.boxes(0, file.size(), DEEPEST);
    return pixels.most < 0 ? OptionalLong.empty() : OptionalLong.of(pixels.most);
  }

  /** Looks at the boxes between two places; what cannot be one ends it. */
  private void boxes(long from, long end, int deep) {
    long at = from;
    while (deep > 0 && at + 8 <= end) {
      long size = file.number(at, 4).orElse(0);
      long type = file.number(at + 4, 4).orElse(0);
      long head = size == 1 ? 16 : 8;
      if (size == 0) {
        size = end - at;
      } else if (size == 1 && at + 16 <= end) {
        // Of the eight bytes the first is 0 in any file that exists.
        size = file.number(at + 9, 7).orElse(0);
      }
      if (size < head) {
        return;
      }
      long next = Math.min(end, at + size);
      box((int) type, at + head, next, deep - 1);
      at = next;
    }
  }

  private void box(int type, long at, long end, int deep) {
    switch (name(type)) {
      case "iprp", "ipco", "moov", "trak", "mdia", "minf", "stbl" -> boxes(at, end, deep);
      case "meta" -> boxes(at + 4, end, deep);
      case "stsd" -> boxes(at + 8, end, deep);
      case "ispe" -> size(at + 4, 4, end, 0);
      case "av01" -> size(at + 24, 2, end, 0);
      case "tkhd" -> size(Math.max(at, end - 8), 4, end, 16);
      default -> {}
    }
  }

  private static String name(int type) {
    return new String(ByteBuffer.allocate(4).putInt(type).array(), StandardCharsets.ISO_8859_1);
  }

  /** Width and height, with so many bits of a fraction, if the box holds them. */
  private void size(long at, int bytes, long end, int fraction) {
    if (at + 2 * bytes <= end) {
      long width = file.number(at, bytes).orElse(0) >>> fraction;
      long height = file.number(at + bytes, bytes).orElse(0) >>> fraction;
      most = Math.max(most, Pixels.size(width, height));
    }
  }
}
