package chat.push;

import java.util.Base64;

/** Base64 with the URL alphabet and without padding (RFC 4648 section 5). */
final class Base64Url {
  private Base64Url() {}

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Padding may be there.
   *
   * @throws IllegalArgumentException if it is not base64url
   */
  static byte[] decode(String text) {
    return Base64.getUrlDecoder().decode(text);
  }
}
