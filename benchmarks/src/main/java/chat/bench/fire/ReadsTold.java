package chat.bench.fire;

import chat.bench.fire.History.ReadTold;
import chat.protocol.ServerFrame;
import chat.protocol.ServerFrame.ChannelHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Records what a client is told of its read positions, by the frames as they come: its events leave
 * out what is behind. Thread-safe.
 */
final class ReadsTold {
  private final Set<String> channels;
  private final List<ReadTold> told = new ArrayList<>();

  /**
   * Of nothing yet.
   *
   * @param channels all that count
   */
  ReadsTold(Set<String> channels) {
    this.channels = channels;
  }

  /** A frame came. */
  synchronized void heard(ServerFrame frame, long now) {
    switch (frame) {
      case ServerFrame.Ready signedIn -> {
        for (ChannelHead head : signedIn.channels()) {
          if (channels.contains(head.id())) {
            told.add(new ReadTold.SigningIn(head.id(), head.read(), now));
          }
        }
      }
      case ServerFrame.ReadPosition read when channels.contains(read.channel()) ->
          told.add(new ReadTold.Live(read.channel(), read.n(), now));
      default -> {}
    }
  }

  synchronized List<ReadTold> all() {
    return List.copyOf(told);
  }
}
