package chat.cell;

import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Reads anew, for every address of the event bus that this node sends to, which nodes listen there.
 * The event bus keeps what it has read and relies on being told of every change; a change that it
 * is not told of while nodes come and go would leave a listener out for good.
 *
 * <p>Thread-safe. One reading at a time is under way: each takes a worker thread, and while a node
 * is being lost none of them may end for seconds.
 */
final class ListenerRefresh {
  private final BiConsumer<String, Completable<List<RegistrationInfo>>> reader;
  private final Set<String> addresses = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean underWay = new AtomicBoolean();

  /** With what reads who listens to an address. */
  ListenerRefresh(BiConsumer<String, Completable<List<RegistrationInfo>>> reader) {
    this.reader = reader;
  }

  /** The event bus has asked for that address, and will keep the answer. */
  void asked(String address) {
    addresses.add(address);
  }

  /**
   * Reads all addresses that the event bus still keeps, and tells it; does nothing while the former
   * call's readings last.
   */
  void refresh(RegistrationListener eventBus) {
    addresses.removeIf(address -> !eventBus.wantsUpdatesFor(address));
    if (underWay.compareAndSet(false, true)) {
      read(List.copyOf(addresses).iterator(), eventBus);
    }
  }

  private void read(Iterator<String> rest, RegistrationListener eventBus) {
    if (!rest.hasNext()) {
      underWay.set(false);
      return;
    }
    String address = rest.next();
    reader.accept(
        address,
        (listeners, failure) -> {
          if (failure == null) {
            eventBus.registrationsUpdated(new RegistrationUpdateEvent(address, listeners));
          } // Else the next round comes soon.
          read(rest, eventBus);
        });
  }
}
