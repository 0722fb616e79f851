package chat.client;

import java.util.List;

/**
 * A part of a list.
 *
 * @param next the cursor of the next page, or {@code null} if this is the last
 */
public record Page<T>(List<T> items, String next) {}
