package chat.attachment;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How many pixels a JPEG (ITU-T T.81) says that it has: in its frame header, behind segments of any
 * number and length. Markers are looked for as libjpeg does, which browsers use: it skips what
 * stands between segments, so a file can't hide its header from us and show it to them.
 */
final class JpegPixels {
  private static final int RESTART_0 = 0xD0;
  private static final int RESTART_7 = 0xD7;
  private static final int START = 0xD8;
  private static final int END = 0xD9;
  private static final int SCAN = 0xDA;
  private static final int TEM = 0x01;

  private JpegPixels() {}

  /** Empty if a scan or the end comes first, as in no file that can be shown. */
  static OptionalLong of(FileWindow file) {
    for (long at = 0; ; ) {
      at = marker(file, at);
      int marker = file.at(at).orElse(END);
      at++;
      if (marker == END || marker == SCAN) {
        return OptionalLong.empty();
      }
      if (marker == START || marker == TEM || marker >= RESTART_0 && marker <= RESTART_7) {
        continue;
      }
      long length = file.number(at, 2).orElse(0);
      if (length < 2) {
        return OptionalLong.empty();
      }
      if (isFrame(marker)) {
        OptionalLong size = file.number(at + 3, 4);
        return size.isEmpty()
            ? size
            : OptionalLong.of((size.getAsLong() >>> 16) * (size.getAsLong() & 0xFFFF));
      }
      at += length;
    }
  }

  /** Where the next marker's code is: after one byte of 255 or more that are not followed by 0. */
  private static long marker(FileWindow file, long from) {
    boolean begun = false;
    long at = from;
    for (OptionalInt next = file.at(at); next.isPresent(); next = file.at(++at)) {
      int code = next.getAsInt();
      if (begun && code != 0xFF && code != 0) {
        break;
      }
      begun = code == 0xFF;
    }
    return at;
  }

  /** SOF0 to SOF15; three codes between them mean something else. */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }
}
