package chat.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainTextTest {
  @Test
  void aNameIsNormalisedAndStripped() {
    assertThat(PlainText.name("name", "  Zoe\u0308 ")).isEqualTo("Zoë");
    assertThat(PlainText.name("name", "👩‍👩‍👧 가족")).isEqualTo("👩‍👩‍👧 가족");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "a\nb",
        "a\u0000",
        "\u202Eabc",
        "\u200B\u200B",
        "a\u2028b",
        "\uD800",
        "a\u2067"
      })
  void whatCanNotBeReadOrDeceivesIsRefused(String name) {
    assertThatThrownBy(() -> PlainText.name("name", name)).isInstanceOf(ProblemException.class);
  }

  @Test
  void lengthIsInCodePoints() {
    assertThat(PlainText.name("name", "🦊".repeat(80))).hasSize(160);
    assertThatThrownBy(() -> PlainText.name("name", "🦊".repeat(81)))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void aSearchKeyOfASyllableStartsWithThatOfItsBeginning() {
    String key = PlainText.searchKey("김민수");

    assertThat(key).startsWith(PlainText.searchKey("ㄱ"));
    assertThat(key).startsWith(PlainText.searchKey("기"));
    assertThat(key).startsWith(PlainText.searchKey("김미"));
    assertThat(key).doesNotStartWith(PlainText.searchKey("길"));
    assertThat(PlainText.searchKey("\uFDFA".repeat(80)).codePoints().count()).isEqualTo(128);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a b", "ab\n", "김민수", "abcdefghijklmnopqrstuvwxyz0123456", "ＡＢ"})
  void aHandleOfAnotherFormIsRefused(String handle) {
    assertThatThrownBy(() -> Handle.parse(handle))
        .isInstanceOfSatisfying(
            ProblemException.class, refusal -> assertThat(refusal.field()).contains("handle"));
  }

  @Test
  void aHandleIsLowerCase() {
    assertThat(Handle.parse("Ada.L-1_x").text()).isEqualTo("ada.l-1_x");
  }
}
