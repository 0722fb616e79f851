package chat.push;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Of which channels and threads users were told something that they have not read, as far as this
 * node did it and remembers: not to tell it again, and to do without {@link SharedTold} while Redis
 * is away.
 *
 * <p>Confined to its verticle's context.
 */
final class Told {
  private static final int MOST_USERS = 100_000;

  /** Of one user; of further ones is not known that they were told. */
  static final int MOST_PLACES = 200;

  private final Map<String, Map<Place, Long>> users =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<Place, Long>> eldest) {
          return size() > MOST_USERS;
        }
      };

  /**
   * What one notification is about.
   *
   * @param parent the {@code seq} of the message whose comments it is about; 0 for the channel
   */
  record Place(String channel, long parent) {}

  /**
   * The user is told of the place up to {@code order}: the {@code n} of a message or the {@code
   * seq} of a comment.
   */
  void tell(String user, Place place, long order) {
    Map<Place, Long> places = users.computeIfAbsent(user, u -> new HashMap<>(4));
    if (places.size() < MOST_PLACES || places.containsKey(place)) {
      places.merge(place, order, Math::max);
    }
  }

  /** Up to where the user was told of the place and has not read it; 0 for not. */
  long of(String user, Place place) {
    return users.getOrDefault(user, Map.of()).getOrDefault(place, 0L);
  }

  /** Whether the user was told of the place, and all of that is now read. */
  boolean read(String user, Place place, long order) {
    Map<Place, Long> places = users.get(user);
    Long told = places == null ? null : places.get(place);
    if (told == null || told > order) {
      return false;
    }
    places.remove(place);
    if (places.isEmpty()) {
      users.remove(user);
    }
    return true;
  }

  /** Of how many channels the user was told and has not read it. */
  int count(String user) {
    return channels(users.getOrDefault(user, Map.of()));
  }

  private static int channels(Map<Place, Long> places) {
    return (int) places.keySet().stream().map(Place::channel).distinct().count();
  }
}
