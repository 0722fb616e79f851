package chat.sockjs;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The HTTP conversations of one address on all event loops of the node: the requests of one client
 * may come on different connections, and so to different loops. Thread-safe.
 */
public final class SockJsSessions {
  private final ConcurrentMap<String, HttpSocket> byId = new ConcurrentHashMap<>();

  /** How many there are, those included that linger to tell their client about the end. */
  public int size() {
    return byId.size();
  }

  HttpSocket get(String id) {
    return byId.get(id);
  }

  HttpSocket putIfAbsent(HttpSocket socket) {
    return byId.putIfAbsent(socket.id(), socket);
  }

  void remove(HttpSocket socket) {
    byId.remove(socket.id(), socket);
  }
}
