package chat.presence;

import chat.store.RedisLink;
import chat.store.RedisScript;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is online, in Redis. Each chat node has a hash of its users with their statuses, and an entry
 * in the set of nodes; both end when the node has not renewed its lease in time, by the clock of
 * Redis. All keys have one hash tag, so that one script may read them together.
 *
 * <p>Thread-safe; results fail when Redis is away.
 */
final class PresenceStore {
  private static final String PREFIX = "presence:{cell}:";
  private static final String NODES = PREFIX + "nodes";
  private static final String OFFLINE = "offline";

  // An empty field keeps the hash of a node without users: that it is there says that it is whole.
  private static final String WRITE =
      """
      if ARGV[3] == 'delta' and redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
      if ARGV[3] == 'full' then redis.call('DEL', KEYS[1]) end
      redis.call('HSET', KEYS[1], '', '')
      for i = 4, #ARGV, 2 do
        if ARGV[i + 1] == 'offline' then redis.call('HDEL', KEYS[1], ARGV[i])
        else redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
      end
      redis.call('PEXPIRE', KEYS[1], ARGV[2])
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
      redis.call('ZADD', KEYS[2], now + ARGV[2], ARGV[1])
      return 1
      """;

  private static final String READ =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local rank = {idle = 1, online = 2, dnd = 3}
      local best = {}
      for i = 2, #ARGV do best[i - 1] = 'offline' end
      for _, node in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')) do
        local values = redis.call('HMGET', ARGV[1] .. node, unpack(ARGV, 2))
        for i, value in ipairs(values) do
          if value and (rank[value] or 0) > (rank[best[i]] or 0) then best[i] = value end
        end
      end
      return best
      """;

  private static final String REMOVE =
      """
      redis.call('ZREM', KEYS[2], ARGV[1])
      return redis.call('DEL', KEYS[1])
      """;

  private final RedisScript write;
  private final RedisScript read;
  private final RedisScript remove;

  PresenceStore(RedisLink redis) {
    this.write = new RedisScript(redis, WRITE);
    this.read = new RedisScript(redis, READ);
    this.remove = new RedisScript(redis, REMOVE);
  }

  /**
   * Changes some users of a node and renews its lease.
   *
   * @param users their statuses, {@code offline} for those to take out
   * @return false if the node's hash has gone: it must be written in full
   */
  Future<Boolean> change(String node, Map<String, String> users, Duration lease) {
    return write(node, "delta", users, lease);
  }

  /** Takes {@code users} for all of the node's, and renews its lease. */
  Future<Boolean> replace(String node, Map<String, String> users, Duration lease) {
    return write(node, "full", users, lease);
  }

  private Future<Boolean> write(
      String node, String mode, Map<String, String> users, Duration lease) {
    List<Object> arguments = new ArrayList<>(List.of(node, lease.toMillis(), mode));
    users.forEach(
        (user, status) -> {
          arguments.add(user);
          arguments.add(status);
        });
    return write
        .run(List.of(key(node), NODES), arguments.toArray())
        .map(answer -> answer.toInteger() == 1);
  }

  /** Takes a node that stops out at once. */
  Future<?> remove(String node) {
    return remove.run(List.of(key(node), NODES), node);
  }

  /** Status by user, for at most 1,000. */
  Future<Map<String, String>> statuses(List<String> users) {
    if (users.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    List<Object> arguments = new ArrayList<>();
    arguments.add(PREFIX + "node:");
    arguments.addAll(users);
    return read.run(List.of(NODES), arguments.toArray()).map(answer -> byUser(users, answer));
  }

  private static Map<String, String> byUser(List<String> users, Response answer) {
    Map<String, String> statuses = new HashMap<>();
    for (int i = 0; i < users.size(); i++) {
      statuses.put(
          users.get(i), Status.of(answer.get(i).toString()).map(Status::text).orElse(OFFLINE));
    }
    return statuses;
  }

  private static String key(String node) {
    return PREFIX + "node:" + node;
  }
}
