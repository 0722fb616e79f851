package chat.channel;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a partition's summaries once every document that they include is stored, then moves its
 * checkpoint. Whoever is no longer the owner learns it here. Confined to its verticle's context.
 */
final class SummaryWriter {
  private static final Logger LOG = LoggerFactory.getLogger(SummaryWriter.class);

  private final Summaries summaries;
  private final Checkpoints checkpoints;
  private final LogJanitor janitor;
  private final Consumer<PartitionOwner> fenced;
  private final Map<PartitionOwner, PartitionOwner.Snapshot> waiting = new HashMap<>();
  private final Map<PartitionOwner, Future<?>> writing = new HashMap<>();

  /**
   * A writer.
   *
   * @param fenced called when another node has taken the partition over
   */
  SummaryWriter(
      Summaries summaries,
      Checkpoints checkpoints,
      LogJanitor janitor,
      Consumer<PartitionOwner> fenced) {
    this.janitor = janitor;
    this.summaries = summaries;
    this.checkpoints = checkpoints;
    this.fenced = fenced;
  }

  /** Takes a snapshot of what changed, unless the last one still waits to be written. */
  void tick(PartitionOwner owner) {
    if (writing.containsKey(owner)) {
      return;
    }
    if (!waiting.containsKey(owner)) {
      PartitionOwner.Snapshot snapshot = owner.snapshot();
      if (snapshot == null) {
        return;
      }
      waiting.put(owner, snapshot);
    }
    tryWrite(owner);
  }

  /** Documents were stored: a waiting snapshot may be due. */
  void tryWrite(PartitionOwner owner) {
    PartitionOwner.Snapshot snapshot = waiting.get(owner);
    if (snapshot == null
        || writing.containsKey(owner)
        || !owner.tail().hasStored(snapshot.entries())) {
      return;
    }
    Future<Void> written =
        summaries
            .write(snapshot.summaries(), owner.epoch())
            .compose(
                stored ->
                    checkpoints
                        .advance(owner.partition(), owner.epoch(), snapshot.offset() + 1)
                        .map(
                            isOwner -> {
                              if (isOwner) {
                                owner.summarized(snapshot, stored);
                                janitor.checkpointed(owner.partition(), snapshot.offset() + 1);
                              } else {
                                fenced.accept(owner);
                              }
                              return null;
                            }));
    writing.put(owner, written);
    written.onComplete(
        done -> {
          writing.remove(owner);
          if (done.succeeded()) {
            waiting.remove(owner);
          } else {
            LOG.warn("summaries of {} wait: {}", owner.partition(), done.cause().toString());
          }
        });
  }

  /** Forgets a partition that is no longer owned. */
  void forget(PartitionOwner owner) {
    waiting.remove(owner);
  }
}
