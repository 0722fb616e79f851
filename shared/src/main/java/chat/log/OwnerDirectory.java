package chat.log;

import chat.bus.Addresses;
import chat.bus.OwnerMessages.Claim;
import chat.bus.OwnerMessages.Claims;
import chat.bus.OwnerMessages.ClaimsWanted;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Who owns which partition, as the owners tell it. The claim of a higher epoch wins; nothing relies
 * on a former owner having heard of it.
 *
 * <p>Thread-safe.
 */
public final class OwnerDirectory {
  /** Owners say each second that they are there; one that has not for so long is not. */
  static final long SILENT_NANOS = 4_000_000_000L;

  private final AtomicReferenceArray<Owner> owners;
  private final AtomicLongArray heardAt;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /**
   * The owner of a partition.
   *
   * @param node the incarnation of the process
   * @param epoch raised by each take-over
   * @param busy its backlog is full
   */
  public record Owner(String node, long epoch, boolean busy) {}

  /** Hears of a new owner, on an arbitrary context. */
  @FunctionalInterface
  public interface Listener {
    void ownerChanged(int partition, Owner owner);
  }

  /** Listens to claims from now on, and asks all owners for theirs. */
  public OwnerDirectory(Vertx vertx, String node, int partitions) {
    this.owners = new AtomicReferenceArray<>(partitions);
    this.heardAt = new AtomicLongArray(partitions);
    for (int partition = 0; partition < partitions; partition++) {
      heardAt.set(partition, System.nanoTime());
    }
    vertx
        .eventBus()
        .<Claims>consumer(Addresses.OWNERS, message -> heard(message.body()))
        .completion()
        .onSuccess(
            done -> vertx.eventBus().publish(Addresses.OWNERS_WANTED, new ClaimsWanted(node)));
  }

  /** Adds a listener; it is not told about what is known already. */
  public void onChange(Listener listener) {
    listeners.add(listener);
  }

  /** The owner of {@code partition}, or {@code null} while none is known. */
  public Owner ownerOf(int partition) {
    return owners.get(partition);
  }

  /** Whether the owner has asked not to be sent more for now. */
  public boolean isBusy(int partition) {
    Owner owner = owners.get(partition);
    return owner != null && owner.busy();
  }

  /**
   * Whether the partition has been without an owner for 4 s or longer: longer than a take-over
   * takes, unless a store that it needs is away.
   */
  public boolean isForsaken(int partition) {
    return System.nanoTime() - heardAt.get(partition) > SILENT_NANOS;
  }

  private void heard(Claims claims) {
    for (Claim claim : claims.claims()) {
      if (claim.partition() >= 0 && claim.partition() < owners.length()) {
        heard(claim.partition(), new Owner(claims.node(), claim.epoch(), claim.busy()));
      }
    }
  }

  private void heard(int partition, Owner claimed) {
    Owner before =
        owners.getAndAccumulate(
            partition,
            claimed,
            (known, claim) -> known == null || claim.epoch() >= known.epoch() ? claim : known);
    if (before == null || claimed.epoch() >= before.epoch()) {
      heardAt.set(partition, System.nanoTime());
    }
    if (before == null || claimed.epoch() > before.epoch()) {
      listeners.forEach(listener -> listener.ownerChanged(partition, claimed));
    }
  }
}
