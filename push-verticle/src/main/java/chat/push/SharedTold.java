package chat.push;

import chat.push.Told.Place;
import chat.store.RedisLink;
import chat.store.RedisScript;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Of which channels and threads users were told something that they have not read, by whichever
 * node told it: in Redis, for each user a hash from the place to how far they were told. It lives
 * as long as a push service keeps a notification, from the newest on.
 *
 * <p>Never what decides whether somebody is told: a node that ends between writing here and handing
 * over would have skipped it. Results fail when Redis is away; what {@link Told} remembers has to
 * do then. Thread-safe.
 */
final class SharedTold {
  /** All keys have one hash tag, so that one script may write those of many users. */
  private static final String PREFIX = "push:{told}:";

  private static final int USERS_AT_ONCE = 500;

  private static final String COUNT =
      """
      local function channels(key)
        local seen, count = {}, 0
        for _, place in ipairs(redis.call('HKEYS', key)) do
          local channel = string.match(place, '^[^:]*')
          if not seen[channel] then
            seen[channel] = true
            count = count + 1
          end
        end
        return count
      end
      """;

  // KEYS one for each user. ARGV most places, milliseconds to live, place, orders of the users.
  private static final String TELL =
      COUNT
          + """
          local counts = {}
          for i, key in ipairs(KEYS) do
            local told, order = redis.call('HGET', key, ARGV[3]), ARGV[3 + i]
            if told and tonumber(told) < tonumber(order)
                or not told and redis.call('HLEN', key) < tonumber(ARGV[1]) then
              redis.call('HSET', key, ARGV[3], order)
            end
            redis.call('PEXPIRE', key, ARGV[2])
            counts[i] = channels(key)
          end
          return counts
          """;

  // KEYS that of the user. ARGV place, order.
  private static final String READ =
      COUNT
          + """
          local told = redis.call('HGET', KEYS[1], ARGV[1])
          local taken = told and tonumber(told) <= tonumber(ARGV[2]) and 1 or 0
          if taken == 1 then redis.call('HDEL', KEYS[1], ARGV[1]) end
          return {taken, channels(KEYS[1])}
          """;

  private final RedisScript tell;
  private final RedisScript read;
  private final Duration life;

  /**
   * One user and how far they are told.
   *
   * @param order the {@code n} of a message or the {@code seq} of a comment
   */
  record Entry(String user, long order) {}

  /**
   * What became of a reading.
   *
   * @param taken whether the user had been told of the place, and all of that is now read
   * @param channels of which the user was told and has not read it
   */
  record Reading(boolean taken, int channels) {}

  /** Remembers for {@code life}. */
  SharedTold(RedisLink redis, Duration life) {
    this.tell = new RedisScript(redis, TELL);
    this.read = new RedisScript(redis, READ);
    this.life = life;
  }

  /**
   * Users are told of the place. Gives of how many channels each now is, in the order of the
   * entries.
   */
  Future<List<Integer>> tell(Place place, List<Entry> entries) {
    return tell(place, entries, new ArrayList<>(entries.size()));
  }

  private Future<List<Integer>> tell(Place place, List<Entry> entries, List<Integer> counts) {
    if (entries.isEmpty()) {
      return Future.succeededFuture(counts);
    }
    List<Entry> some = entries.subList(0, Math.min(USERS_AT_ONCE, entries.size()));
    List<Object> arguments =
        new ArrayList<>(List.of(Told.MOST_PLACES, life.toMillis(), field(place)));
    some.forEach(entry -> arguments.add(entry.order()));
    return tell.run(some.stream().map(entry -> PREFIX + entry.user()).toList(), arguments.toArray())
        .compose(
            answer -> {
              for (Response count : answer) {
                counts.add(count.toInteger());
              }
              return tell(place, entries.subList(some.size(), entries.size()), counts);
            });
  }

  /** The user has read the place up to {@code order}. */
  Future<Reading> read(String user, Place place, long order) {
    return read.run(List.of(PREFIX + user), field(place), order)
        .map(answer -> new Reading(answer.get(0).toInteger() == 1, answer.get(1).toInteger()));
  }

  private static String field(Place place) {
    return place.channel() + ':' + place.parent();
  }
}
