package chat.protocol;

import java.util.List;

/**
 * A file that goes with a message.
 *
 * @param key of the object in the store
 * @param url where clients get it
 * @param size in bytes
 * @param type media type
 */
public record Attachment(String key, String url, long size, String type) {
  private static final int KEY = 256;
  private static final int URL = 2_048;
  private static final int TYPE = 128;

  /** What is wrong with the attachments of a message, or {@code null} if nothing is. */
  public static String problem(List<Attachment> all) {
    if (all.size() > Limits.ATTACHMENTS) {
      return "has more than " + Limits.ATTACHMENTS + " items";
    }
    for (Attachment each : all) {
      if (each == null
          || !isText(each.key, KEY)
          || !isText(each.url, URL)
          || !isText(each.type, TYPE)
          || !isAddress(each.url)
          || each.size < 1) {
        return "must have a key, a url (http, https or a path of ours), a size and a type each";
      }
    }
    return null;
  }

  /** Nothing that a browser would run. */
  private static boolean isAddress(String url) {
    return url.startsWith("/") || url.startsWith("https://") || url.startsWith("http://");
  }

  /** Printable ASCII: none of these is for people to read. */
  private static boolean isText(String text, int most) {
    return text != null
        && !text.isEmpty()
        && text.length() <= most
        && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }
}
