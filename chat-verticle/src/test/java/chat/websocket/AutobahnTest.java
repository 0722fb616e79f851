package chat.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.websocket.AutobahnCase.Heard;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of the Autobahn suite, by their numbers, against the connection alone. */
class AutobahnTest {
  private static final int SMALL = 3_000;

  static List<AutobahnCase> cases() {
    return AutobahnCases.all();
  }

  static List<AutobahnCase> smallCases() {
    return AutobahnCases.all().stream().filter(each -> each.bytes() <= SMALL).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void behavesAsTheSuiteWishes(AutobahnCase autobahn) {
    run(autobahn, autobahn.chop());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("smallCases")
  void behavesTheSameHoweverTheBytesAreCut(AutobahnCase autobahn) {
    for (int piece : new int[] {AutobahnCase.WHOLE, AutobahnCase.FRAMES, 1, 2, 3, 7}) {
      run(autobahn, piece);
    }
  }

  @Test
  void allCasesAreThere() {
    assertThat(cases()).hasSize(301).extracting(AutobahnCase::number).doesNotHaveDuplicates();
  }

  private static void run(AutobahnCase autobahn, int chop) {
    Owner owner = new Owner(true);
    EmbeddedPeer peer = new EmbeddedPeer(EmbeddedPeer.LIMITS, owner);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ClientFrame frame : autobahn.frames()) {
      if (chop == AutobahnCase.FRAMES) {
        peer.send(frame.encoded());
      } else {
        all.writeBytes(frame.encoded());
      }
    }
    peer.send(all.toByteArray(), chop);

    List<ServerFrame> received = peer.received();
    assertThat(received).hasSize(autobahn.heard().size() + 1);
    for (int i = 0; i < autobahn.heard().size(); i++) {
      Heard heard = autobahn.heard().get(i);
      assertThat(received.get(i).opcode()).isEqualTo(heard.opcode());
      assertThat(received.get(i).payload()).isEqualTo(heard.payload().bytes());
    }
    assertThat(received.getLast().code()).isEqualTo(autobahn.code());
    assertThat(peer.channel.isOpen()).as("open after the close handshake").isFalse();
    assertThat(owner.closed).hasValue(1);
    assertThat(owner.brokenRule).isFalse();
    peer.finish();
  }
}
