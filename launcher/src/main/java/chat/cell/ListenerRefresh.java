package chat.cell;

import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Reads anew, for every address of the event bus that this node sends to, which nodes listen there.
 * The event bus keeps what it has read and relies on being told of every change; a change that it
 * is not told of while nodes come and go would leave a listener out for good.
 *
 * <p>Thread-safe. Of each address one reading at a time is under way.
 */
final class ListenerRefresh {
  private final BiConsumer<String, Completable<List<RegistrationInfo>>> reader;
  private final Set<String> addresses = ConcurrentHashMap.newKeySet();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  /** With what reads who listens to an address. */
  ListenerRefresh(BiConsumer<String, Completable<List<RegistrationInfo>>> reader) {
    this.reader = reader;
  }

  /** The event bus has asked for that address, and will keep the answer. */
  void asked(String address) {
    addresses.add(address);
  }

  /** Reads all addresses that the event bus still keeps, and tells it. */
  void refresh(RegistrationListener eventBus) {
    for (String address : addresses) {
      if (!eventBus.wantsUpdatesFor(address)) {
        addresses.remove(address);
      } else if (underWay.add(address)) {
        reader.accept(
            address,
            (listeners, failure) -> {
              underWay.remove(address);
              if (failure == null) {
                eventBus.registrationsUpdated(new RegistrationUpdateEvent(address, listeners));
              } // Else the next reading comes soon.
            });
      }
    }
  }
}
