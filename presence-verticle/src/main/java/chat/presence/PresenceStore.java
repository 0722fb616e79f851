package chat.presence;

import chat.bus.PresenceMessages.UserPresence;
import chat.store.RedisLink;
import chat.store.RedisScript;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is online, in Redis. Each chat node has a hash of its users with their statuses, and an entry
 * in the set of nodes that ends when the node has not renewed its lease in time, by the clock of
 * Redis. A user is what the highest status on a live node says. Whatever changes that writes the
 * transition, in the same script, into a stream that every node follows.
 *
 * <p>The field with an empty name counts the writes to a hash: a node whose count is not that of
 * the hash knows that Redis lost something, or that the hash was taken for dead.
 *
 * <p>All keys have one hash tag, so that one script may read them together. Thread-safe; results
 * fail when Redis is away.
 */
final class PresenceStore {
  static final String OFFLINE = "offline";
  private static final String PREFIX = "presence:{cell}:";
  private static final String NODE = PREFIX + "node:";
  private static final String NODES = PREFIX + "nodes";
  private static final String STREAM = PREFIX + "transitions";

  /** Far longer than any node waits between two looks at the stream. */
  private static final Duration STREAM_AGE = Duration.ofMinutes(1);

  private static final int SWEPT_AT_ONCE = 1_000;

  /** Entries of the stream that one look takes at most. */
  private static final int LOOK_AT_ONCE = 1_000;

  private static final String COMMON =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local rank = {idle = 1, online = 2, dnd = 3}
      local function merged(prefix, users, except)
        local best = {}
        for i = 1, #users do best[i] = 'offline' end
        if #users == 0 then return best end
        for _, node in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')) do
          if node ~= except then
            local values = redis.call('HMGET', prefix .. node, unpack(users))
            for i, value in ipairs(values) do
              if value and (rank[value] or 0) > (rank[best[i]] or 0) then best[i] = value end
            end
          end
        end
        return best
      end
      local function higher(a, b) return (rank[a] or 0) > (rank[b] or 0) and a or b end
      local function log(changed)
        if #changed > 0 then
          -- However old the newest is, it stays: by it those who have read it know that nothing
          -- is missing.
          local oldest = now - tonumber(ARGV[1])
          local newest = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
          if newest then oldest = math.min(oldest, tonumber(string.match(newest[1], '^%d+'))) end
          redis.call('XADD', KEYS[2], 'MINID', oldest, '*', 'u', table.concat(changed, ' '))
        end
      end
      """;

  // KEYS nodes, stream, hash. ARGV age of the stream, prefix, node, lease, mode, count, whether
  // these are the last, users and their statuses in turn.
  private static final String WRITE =
      COMMON
          + """
          local node, lease, mode, count = ARGV[3], tonumber(ARGV[4]), ARGV[5], ARGV[6]
          if mode ~= 'first' and redis.call('HGET', KEYS[3], '') ~= count then return {0} end
          if mode == 'first' then
            redis.call('DEL', KEYS[3])
            redis.call('HSET', KEYS[3], '', count)
          end
          local users, statuses = {}, {}
          for i = 8, #ARGV, 2 do
            users[#users + 1] = ARGV[i]
            statuses[#statuses + 1] = ARGV[i + 1]
          end
          local gone = {0}
          if mode == 'change' and #users > 0 then
            local own = redis.call('HMGET', KEYS[3], unpack(users))
            local changed = {}
            for i, other in ipairs(merged(ARGV[2], users, node)) do
              local after = higher(statuses[i], other)
              if higher(own[i] or 'offline', other) ~= after then
                changed[#changed + 1] = users[i] .. '=' .. after
                if after == 'offline' then gone[#gone + 1] = users[i] end
              end
            end
            log(changed)
          end
          for i, user in ipairs(users) do
            if statuses[i] == 'offline' then redis.call('HDEL', KEYS[3], user)
            else redis.call('HSET', KEYS[3], user, statuses[i]) end
          end
          if mode ~= 'change' and ARGV[7] == '1' and redis.call('HLEN', KEYS[3]) > 1 then
            redis.call('XADD', KEYS[2], '*', 'lost', '1')
          end
          gone[1] = redis.call('HINCRBY', KEYS[3], '', 1)
          redis.call('PEXPIRE', KEYS[3], lease * 20)
          redis.call('ZADD', KEYS[1], now + lease, node)
          return gone
          """;

  // KEYS nodes, stream. ARGV age of the stream, prefix, how many at once.
  private static final String SWEEP =
      COMMON
          + """
          local dead = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 1)[1]
          if not dead then return {} end
          local hash = ARGV[2] .. dead
          if redis.call('EXISTS', hash) == 1 then redis.call('HSET', hash, '', '-1') end
          local users, statuses, cursor = {}, {}, '0'
          -- Emptied buckets stay and are looked at again: one page may hold nobody.
          repeat
            local page = redis.call('HSCAN', hash, cursor, 'COUNT', ARGV[3])
            cursor = page[1]
            for i = 1, #page[2], 2 do
              if page[2][i] ~= '' and #users < 4000 then
                users[#users + 1] = page[2][i]
                statuses[#statuses + 1] = page[2][i + 1]
              end
            end
          until cursor == '0' or #users >= tonumber(ARGV[3])
          local gone, changed = {'more'}, {}
          for i, other in ipairs(merged(ARGV[2], users, dead)) do
            if higher(statuses[i], other) ~= other then
              changed[#changed + 1] = users[i] .. '=' .. other
              if other == 'offline' then gone[#gone + 1] = users[i] end
            end
          end
          log(changed)
          if #users > 0 then redis.call('HDEL', hash, unpack(users)) end
          if redis.call('HLEN', hash) <= 1 then
            redis.call('DEL', hash)
            redis.call('ZREM', KEYS[1], dead)
          end
          return gone
          """;

  // KEYS nodes. ARGV prefix, users.
  private static final String READ = COMMON + "return merged(ARGV[1], {unpack(ARGV, 2)}, '')";

  private final RedisLink redis;
  private final long streamMillis;
  private final RedisScript write;
  private final RedisScript sweep;
  private final RedisScript read;

  /** How a batch is written. */
  enum Mode {
    /** The first of all users of a node: takes the place of whatever there was. */
    FIRST,
    /** More of all users of a node. */
    MORE,
    /** What changed. */
    CHANGE;

    private String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * What became of a write.
   *
   * @param count of the hash, for the next write; 0 if the hash is not what the node wrote last:
   *     nothing has been written then, and it must write all its users
   * @param gone users who are now online nowhere
   */
  record Written(long count, List<String> gone) {}

  /**
   * What a look at the stream found.
   *
   * @param last where to go on
   * @param lost whether something before this may be missing
   */
  record Followed(String last, List<UserPresence> transitions, boolean lost) {}

  PresenceStore(RedisLink redis) {
    this(redis, STREAM_AGE);
  }

  /** A store whose stream keeps transitions for another time. */
  PresenceStore(RedisLink redis, Duration streamAge) {
    this.redis = redis;
    this.streamMillis = streamAge.toMillis();
    this.write = new RedisScript(redis, WRITE);
    this.sweep = new RedisScript(redis, SWEEP);
    this.read = new RedisScript(redis, READ);
  }

  /**
   * Writes statuses of a node's users, at most 2,000, and renews its lease.
   *
   * @param count that the last write gave
   * @param last whether these are the last of all users
   * @param users their statuses, {@code offline} for those to take out
   */
  Future<Written> write(
      String node, Mode mode, long count, boolean last, Map<String, String> users, Duration lease) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(streamMillis, NODE, node, lease.toMillis(), mode.text(), count, last ? 1 : 0));
    users.forEach(
        (user, status) -> {
          arguments.add(user);
          arguments.add(status);
        });
    return answer(write.run(List.of(NODES, STREAM, NODE + node), arguments.toArray()))
        .map(answer -> new Written(answer.get(0).toLong(), tail(answer)));
  }

  /**
   * Takes some users of one dead node offline.
   *
   * @return those who are now online nowhere; {@code null} if no node is dead
   */
  Future<List<String>> sweep() {
    return answer(sweep.run(List.of(NODES, STREAM), streamMillis, NODE, SWEPT_AT_ONCE))
        .map(answer -> answer.size() == 0 ? null : tail(answer));
  }

  private static List<String> tail(Response answer) {
    List<String> users = new ArrayList<>(answer.size());
    for (int i = 1; i < answer.size(); i++) {
      users.add(answer.get(i).toString());
    }
    return users;
  }

  /** Where the stream ends now. */
  Future<String> end() {
    Request newest =
        Request.cmd(Command.XREVRANGE).arg(STREAM).arg("+").arg("-").arg("COUNT").arg(1);
    return answer(redis.send(newest))
        .map(answer -> answer.size() == 0 ? "" : answer.get(0).get(0).toString());
  }

  /** What the stream has after {@code last}, which {@link #end} or the last look gave. */
  Future<Followed> follow(String last) {
    Request since =
        Request.cmd(Command.XRANGE)
            .arg(STREAM)
            .arg(last.isEmpty() ? "-" : last)
            .arg("+")
            .arg("COUNT")
            .arg(LOOK_AT_ONCE);
    return answer(redis.send(since)).map(answer -> followed(last, answer));
  }

  /** An error of Redis is no exception, which those who wait for the answer would not expect. */
  private static Future<Response> answer(Future<Response> answer) {
    return answer.recover(
        failure ->
            Future.failedFuture(
                failure instanceof Exception ? failure : new IllegalStateException(failure)));
  }

  private static Followed followed(String last, Response answer) {
    // The entry that was seen last must still be the first: else Redis was emptied, or too long
    // has passed.
    boolean lost =
        !last.isEmpty() && (answer.size() == 0 || !answer.get(0).get(0).toString().equals(last));
    String end = lost && answer.size() == 0 ? "" : last;
    List<UserPresence> transitions = new ArrayList<>();
    for (int i = 0; i < answer.size(); i++) {
      Response entry = answer.get(i);
      String id = entry.get(0).toString();
      if (id.equals(last)) {
        continue;
      }
      end = id;
      if (entry.get(1).get(0).toString().equals("lost")) {
        lost = true;
      } else {
        Arrays.stream(entry.get(1).get(1).toString().split(" "))
            .map(text -> text.split("=", 2))
            .forEach(pair -> transitions.add(new UserPresence(pair[0], pair[1])));
      }
    }
    return new Followed(end, transitions, lost);
  }

  /** Status by user, for at most 1,000. */
  Future<Map<String, String>> statuses(List<String> users) {
    if (users.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    List<Object> arguments = new ArrayList<>();
    arguments.add(NODE);
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
}
