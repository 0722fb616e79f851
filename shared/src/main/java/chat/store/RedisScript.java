package chat.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A Lua script: runs in Redis as one atomic step. Sent by its digest, and whole only where Redis
 * does not know it yet.
 *
 * <p>Thread-safe.
 */
public final class RedisScript {
  private final RedisLink redis;
  private final String text;
  private final String digest;

  public RedisScript(RedisLink redis, String text) {
    this.redis = redis;
    this.text = text;
    try {
      this.digest =
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs it; all {@code keys} must be in one hash slot. Fails like {@link RedisLink#send}. */
  public Future<Response> run(List<String> keys, Object... arguments) {
    return redis
        .send(request(Command.EVALSHA, digest, keys, arguments))
        .recover(failure -> orWhole(failure, keys, arguments));
  }

  /** Runs one that changes nothing; like {@link #run}, but fails like {@link RedisLink#read}. */
  public Future<Response> read(List<String> keys, Object... arguments) {
    return redis
        .read(request(Command.EVALSHA, digest, keys, arguments))
        .recover(failure -> orWhole(failure, keys, arguments));
  }

  private Future<Response> orWhole(Throwable failure, List<String> keys, Object... arguments) {
    return failure instanceof ErrorType && failure.getMessage().startsWith("NOSCRIPT")
        ? redis.send(request(Command.EVAL, text, keys, arguments))
        : Future.failedFuture(failure);
  }

  private static Request request(
      Command command, String script, List<String> keys, Object... arguments) {
    Request request = Request.cmd(command).arg(script).arg(keys.size());
    keys.forEach(request::arg);
    for (Object argument : arguments) {
      if (argument instanceof byte[] bytes) {
        request.arg(io.vertx.core.buffer.Buffer.buffer(bytes));
      } else {
        request.arg(String.valueOf(argument));
      }
    }
    return request;
  }
}
