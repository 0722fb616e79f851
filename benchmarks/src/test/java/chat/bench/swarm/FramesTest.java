package chat.bench.swarm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramesTest {
  private static final int[] LENGTHS = {0, 1, 125, 126, 127, 65_535, 65_536, 200_000};

  @Test
  void framesAreFoundHoweverTheBytesAreCut() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> expected = new ArrayList<>();
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int i = 0; i < 100; i++) {
      int length = LENGTHS[random.nextInt(LENGTHS.length)];
      int opcode = random.nextBoolean() ? Frames.TEXT : Frames.PING;
      stream.writeBytes(unmasked(opcode, length, (byte) i));
      expected.add(opcode + " " + length + " " + (length == 0 ? "" : i));
    }
    List<String> found = new ArrayList<>();
    Frames.Sink sink =
        (connection, opcode, bytes, from, to) ->
            found.add(opcode + " " + (to - from) + " " + (from == to ? "" : bytes[to - 1]));
    byte[] all = stream.toByteArray();
    byte[] kept = new byte[0];
    for (int at = 0; at < all.length; ) {
      int next = Math.min(all.length, at + 1 + random.nextInt(100_000));
      byte[] bytes = Arrays.copyOf(kept, kept.length + next - at);
      System.arraycopy(all, at, bytes, kept.length, next - at);
      int used = Frames.scan(7, bytes, 0, bytes.length, sink);
      kept = Arrays.copyOfRange(bytes, used, bytes.length);
      at = next;
    }

    assertThat(found).as("seed " + seed).isEqualTo(expected);
    assertThat(kept).isEmpty();
  }

  @Test
  void aClientsFrameSaysThatItIsMaskedAndHowLongItIs() {
    for (int length : LENGTHS) {
      byte[] payload = "x".repeat(length).getBytes(US_ASCII);
      byte[] masked = Frames.masked(Frames.TEXT, payload, 0, length);
      // Without the bit and the four bytes of the mask it is what a server would send.
      byte[] plain = new byte[masked.length - 4];
      int header = plain.length - length;
      System.arraycopy(masked, 0, plain, 0, header);
      System.arraycopy(masked, header + 4, plain, header, length);
      assertThat(plain[1] & 0x80).isEqualTo(0x80);
      plain[1] &= 0x7F;
      assertThat(plain).isEqualTo(unmasked(Frames.TEXT, length, (byte) 'x'));
    }
  }

  private static byte[] unmasked(int opcode, int length, byte fill) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x80 | opcode);
    if (length < 126) {
      frame.write(length);
    } else if (length <= 0xFFFF) {
      frame.writeBytes(new byte[] {126, (byte) (length >>> 8), (byte) length});
    } else {
      byte[] header = {127, 0, 0, 0, 0, 0, (byte) (length >>> 16), (byte) (length >>> 8), 0};
      header[8] = (byte) length;
      frame.writeBytes(header);
    }
    byte[] payload = new byte[length];
    Arrays.fill(payload, fill);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }
}
