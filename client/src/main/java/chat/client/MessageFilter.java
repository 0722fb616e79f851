package chat.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which messages of a channel to find.
 *
 * @param sender null for anybody
 * @param images only messages with images
 * @param after sent then or later; null for any time
 * @param before sent before that; null for any time
 */
public record MessageFilter(String sender, boolean images, Instant after, Instant before) {
  String query() {
    List<String> parts = new ArrayList<>();
    if (sender != null) {
      parts.add("sender=" + ChatSession.segment(sender));
    }
    if (images) {
      parts.add("has=image");
    }
    if (after != null) {
      parts.add("after=" + after);
    }
    if (before != null) {
      parts.add("before=" + before);
    }
    return String.join("&", parts);
  }
}
