package chat.push;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Where requests that a client causes may go: to public addresses, and to hosts that the operator
 * trusts. A name is resolved anew for each request and the request goes to the address that was
 * checked, so a name that points elsewhere later gains nothing.
 *
 * <p>Thread-safe.
 */
final class PublicAddresses {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int RESOLVERS = 8;

  /**
   * Of its own: clients name the hosts, and a name server that does not answer must hold up nothing
   * but this.
   */
  private final WorkerExecutor resolvers;

  private final Set<String> trusted;
  private final Names names;
  private final Duration patience;

  /** Asks a name server; may wait. */
  @FunctionalInterface
  interface Names {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /**
   * Rules.
   *
   * @param trusted names that may have any address
   */
  PublicAddresses(Vertx vertx, Set<String> trusted) {
    this(vertx, trusted, InetAddress::getAllByName, PATIENCE);
  }

  PublicAddresses(Vertx vertx, Set<String> trusted, Names names, Duration patience) {
    this.resolvers = vertx.createSharedWorkerExecutor("push-names", RESOLVERS);
    this.trusted = trusted;
    this.names = names;
    this.patience = patience;
  }

  boolean isTrusted(String host) {
    return trusted.contains(host);
  }

  /**
   * An address to connect to; fails if the name has none, or one that is not allowed, or if nobody
   * knows it within five seconds.
   */
  Future<String> resolve(String host) {
    return resolvers
        .executeBlocking(() -> address(host), false)
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private String address(String host) throws UnknownHostException {
    InetAddress[] all = names.addresses(host);
    if (!isTrusted(host)) {
      for (InetAddress each : all) {
        if (!isPublic(each)) {
          throw new UnknownHostException(host + " is not a public host");
        }
      }
    }
    return all[0].getHostAddress();
  }

  /** Whether the whole world means the same host by it (IANA's special-purpose registries). */
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xFF;
    int second = bytes[1] & 0xFF;
    if (address instanceof Inet4Address) {
      return first != 0
          && first < 224
          && !(first == 100 && second >= 64 && second < 128)
          && !(first == 192 && second == 0 && (bytes[2] == 0 || bytes[2] == 2))
          && !(first == 192 && second == 88 && bytes[2] == 99)
          && !(first == 198 && (second == 18 || second == 19))
          && !(first == 198 && second == 51 && bytes[2] == 100)
          && !(first == 203 && second == 0 && bytes[2] == 113);
    }
    // Only 2000::/3 is given to the public; of that not documentation, nor what carries an IPv4
    // address or a way round (6to4, Teredo and other protocol assignments).
    return (first & 0xE0) == 0x20
        && !(first == 0x20 && second == 0x02)
        && !(first == 0x20 && second == 0x01 && (bytes[2] & 0xFE) == 0)
        && !(first == 0x20 && second == 0x01 && bytes[2] == 0x0D && (bytes[3] & 0xFF) == 0xB8)
        && !(first == 0x3F && second == 0xFF);
  }
}
