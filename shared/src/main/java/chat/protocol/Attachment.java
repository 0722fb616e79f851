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
  /** Elsewhere others would learn who reads the message. */
  private static final String PLACE = "/media/";

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
          || !each.url.startsWith(PLACE)
          || each.size < 1) {
        return "must have a key, a url below /media/, a size and a type each";
      }
    }
    return null;
  }

  /** Printable ASCII: none of these is for people to read. */
  private static boolean isText(String text, int most) {
    return text != null
        && !text.isEmpty()
        && text.length() <= most
        && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }
}
