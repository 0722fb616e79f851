package chat.bus;

import chat.protocol.Message;
import java.util.Comparator;
import java.util.List;

/** What nodes and the owners of partitions tell each other. */
public final class OwnerMessages {
  private OwnerMessages() {}

  /**
   * What a node owns now. A claim of a higher epoch ends all lower ones.
   *
   * @param node the incarnation of the process that owns
   */
  public record Claims(String node, List<Claim> claims) implements BusMessage {}

  /**
   * One partition.
   *
   * @param busy its backlog is full: sends are to be refused for now
   */
  public record Claim(int partition, long epoch, boolean busy) {}

  /** Asks all owners to publish their claims now. */
  public record ClaimsWanted(String node) implements BusMessage {}

  /**
   * Messages of a channel, counted from one place.
   *
   * @param seq where it begins, itself not included
   * @param limit messages at most
   */
  public record Page(Kind kind, long seq, int limit) {
    /** Which messages. */
    public enum Kind {
      /** The newest with a lower {@code seq}. */
      BEFORE,
      /** The oldest with a higher {@code seq}. */
      AFTER,
      /** Those with a higher {@code rev}, the lowest first. */
      CHANGED
    }

    /** Those of {@code all}, which ascend by {@code seq}, that belong to the page. */
    public List<Message> of(List<Message> all) {
      return switch (kind) {
        case BEFORE -> {
          List<Message> older = all.stream().filter(each -> each.seq() < seq).toList();
          yield older.subList(Math.max(0, older.size() - limit), older.size());
        }
        case AFTER -> all.stream().filter(each -> each.seq() > seq).limit(limit).toList();
        case CHANGED ->
            all.stream()
                .filter(each -> each.rev() > seq)
                .sorted(Comparator.comparingLong(Message::rev))
                .limit(limit)
                .toList();
      };
    }
  }

  /**
   * Asks the owner for what of a page is decided but not yet stored.
   *
   * @param recent also for what of it is stored but still in the owner's memory
   */
  public record TailWanted(int partition, String channel, Page page, boolean recent)
      implements BusMessage {}

  /**
   * The answer: messages of the page in its order. {@code seq} and {@code n} are the channel's
   * heads.
   *
   * @param storedSeq everything up to it is in the store; {@code tail} has what comes after it
   * @param from if recent ones were wanted: {@code tail} has all of the page from this {@code seq}
   *     on
   * @param whole nothing of the page is missing here
   */
  public record Tail(
      String channel,
      long epoch,
      long seq,
      long n,
      long storedSeq,
      long from,
      boolean whole,
      List<Message> tail)
      implements BusMessage {}
}
