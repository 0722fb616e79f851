package chat.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class Utf8PropertyTest {
  @Property(tries = 3000)
  void agreesWithTheJdkHoweverCut(
      @ForAll @Size(max = 40) byte[] bytes, @ForAll @IntRange(min = 1, max = 41) int piece) {
    assertThat(isAccepted(bytes, piece)).isEqualTo(jdkAccepts(bytes));
  }

  @Property(tries = 1000)
  void everyTextIsAcceptedHoweverCut(
      @ForAll @Size(max = 30) String text, @ForAll @IntRange(min = 1, max = 41) int piece) {
    // A lone surrogate becomes a question mark.
    assertThat(isAccepted(text.getBytes(UTF_8), piece)).isTrue();
  }

  @Example
  void agreesWithTheJdkOnAllPairsAndSomeTriplesOfBytes() {
    for (int first = 0; first < 256; first++) {
      for (int second = 0; second < 256; second++) {
        byte[] pair = {(byte) first, (byte) second};
        assertThat(isAccepted(pair, 2)).isEqualTo(jdkAccepts(pair));
        for (int third : new int[] {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF}) {
          byte[] triple = {(byte) first, (byte) second, (byte) third};
          assertThat(isAccepted(triple, 1)).isEqualTo(jdkAccepts(triple));
        }
      }
    }
  }

  @Property(tries = 1000)
  void unmaskingIsItsOwnInverseAndTellsAsciiFromTheRest(
      @ForAll @Size(max = 50) byte[] bytes,
      @ForAll int mask,
      @ForAll @IntRange(min = 0, max = 50) int cut) {
    int middle = Math.min(cut, bytes.length);
    byte[] masked = new byte[bytes.length];
    boolean ascii = true;
    for (int i = 0; i < bytes.length; i++) {
      masked[i] = (byte) (bytes[i] ^ mask >>> 24 - 8 * (i & 3));
      ascii &= bytes[i] >= 0;
    }
    ByteBuf buffer = Unpooled.wrappedBuffer(masked);
    boolean start = Masking.unmask(buffer, 0, middle, mask);
    boolean end = Masking.unmask(buffer, middle, bytes.length, Masking.after(mask, middle));
    assertThat(masked).isEqualTo(bytes);
    assertThat(start && end).isEqualTo(ascii);
  }

  private static boolean isAccepted(byte[] bytes, int piece) {
    ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
    int state = Utf8.ACCEPT;
    for (int from = 0; from < bytes.length && state != Utf8.REJECT; from += piece) {
      state = Utf8.check(state, buffer, from, Math.min(bytes.length, from + piece));
    }
    return state == Utf8.ACCEPT;
  }

  private static boolean jdkAccepts(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
