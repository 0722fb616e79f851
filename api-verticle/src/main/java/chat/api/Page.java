package chat.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;

/**
 * A page of a list.
 *
 * @param next the cursor of the next page, or null after the last
 */
public record Page<T>(List<T> items, @JsonInclude(JsonInclude.Include.ALWAYS) String next) {

  /**
   * The page out of one item more than it may have, which tells that there is a next one.
   *
   * @param cursor of the last item that stays
   */
  public static <T> Page<T> of(List<T> oneMore, int limit, Function<T, String> cursor) {
    if (oneMore.size() <= limit) {
      return new Page<>(oneMore, null);
    }
    List<T> items = List.copyOf(oneMore.subList(0, limit));
    return new Page<>(items, cursor.apply(items.getLast()));
  }

  /** The same page with each item as {@code map} makes it. */
  public <R> Page<R> map(Function<T, R> map) {
    return new Page<>(items.stream().map(map).toList(), next);
  }
}
