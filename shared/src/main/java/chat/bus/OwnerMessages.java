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
   * Messages of a channel.
   *
   * @param seq where the page begins, itself not included
   * @param limit messages at most
   * @param parent only comments on this message; 0 for the channel's own page, that is without
   *     comments that are in their thread only
   * @param seqs of those wanted, for {@link Kind#THESE}
   */
  public record Page(Kind kind, long seq, int limit, long parent, List<Long> seqs) {
    /** Which messages. */
    public enum Kind {
      /** The newest with a lower {@code seq}. */
      BEFORE,
      /** The oldest with a higher {@code seq}. */
      AFTER,
      /** Those with a higher {@code rev}, the lowest first; comments too. */
      CHANGED,
      /** Those at certain places. */
      THESE
    }

    /** A page of the channel itself. */
    public Page(Kind kind, long seq, int limit) {
      this(kind, seq, limit, 0, List.of());
    }

    /** The comments on a message. */
    public static Page comments(Kind kind, long parent, long seq, int limit) {
      return new Page(kind, seq, limit, parent, List.of());
    }

    /** The messages at these places. */
    public static Page these(List<Long> seqs) {
      return new Page(Kind.THESE, 0, seqs.size(), 0, seqs);
    }

    /** Those of {@code all}, which ascend by {@code seq}, that belong to the page. */
    public List<Message> of(List<Message> all) {
      return switch (kind) {
        case BEFORE -> {
          List<Message> older =
              all.stream().filter(each -> each.seq() < seq && isOnPage(each)).toList();
          yield older.subList(Math.max(0, older.size() - limit), older.size());
        }
        case AFTER ->
            all.stream().filter(each -> each.seq() > seq && isOnPage(each)).limit(limit).toList();
        case CHANGED ->
            all.stream()
                .filter(each -> each.rev() > seq)
                .sorted(Comparator.comparingLong(Message::rev))
                .limit(limit)
                .toList();
        case THESE -> all.stream().filter(each -> seqs.contains(each.seq())).toList();
      };
    }

    private boolean isOnPage(Message message) {
      return parent == 0 ? message.isInChannel() : message.parent() == parent;
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
   * @param storedSeq every message up to it is in the store, maybe in an earlier state; {@code
   *     tail} has what comes after it, and of those before it the ones in a newer state than the
   *     store's
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

  /** Asks the owner which messages of a channel are pinned. */
  public record PinsWanted(int partition, String channel) implements BusMessage {}

  /** Their places, the one pinned last at the end. */
  public record Pins(List<Long> seqs) implements BusMessage {}
}
