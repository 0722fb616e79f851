package chat.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** Bytes repeated: the cases of 16 MiB are stated in a few characters. */
record Payload(String hex, int times) {
  static final Payload NONE = new Payload("", 0);

  static Payload text(String text) {
    return new Payload(HexFormat.of().formatHex(text.getBytes(UTF_8)), 1);
  }

  static Payload hex(String hex) {
    return new Payload(hex.replace(" ", ""), 1);
  }

  /** That many of one character of ASCII. */
  static Payload of(char one, int times) {
    return new Payload(HexFormat.of().toHexDigits((byte) one), times);
  }

  byte[] bytes() {
    byte[] unit = HexFormat.of().parseHex(hex);
    byte[] all = new byte[unit.length * times];
    for (int i = 0; i < all.length; i++) {
      all[i] = unit[i % unit.length];
    }
    return all;
  }

  int length() {
    return hex.length() / 2 * times;
  }

  /** The bytes from {@code from} to before {@code to}. */
  Payload part(int from, int to) {
    if (times == 1) {
      return hex(hex.substring(from * 2, to * 2));
    }
    if (hex.length() != 2) {
      throw new IllegalArgumentException("only one byte repeated can be cut");
    }
    return new Payload(hex, to - from);
  }
}
