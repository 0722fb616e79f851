package chat.socket;

import java.net.URI;
import java.util.Set;

/**
 * Which pages may open sockets (RFC 6455 section 10.2): those of the node's own host and those that
 * the operator allowed. A client that is no browser sends no origin and is let in.
 */
final class Origins {
  private final Set<String> allowed;

  Origins(Set<String> allowed) {
    this.allowed = allowed;
  }

  boolean allows(String origin, String host) {
    if (origin == null || allowed.contains(origin)) {
      return true;
    }
    try {
      return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
