package chat.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackExportTest {
  private static final Path SAMPLE = Path.of("..", "samples", "slack-export");

  @TempDir private Path folder;

  private static Path zip(Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> files = Files.walk(SAMPLE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(SAMPLE.relativize(file).toString()));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return target;
  }

  private static List<SlackMessage> all(SlackExport export, int channel) throws IOException {
    List<SlackMessage> all = new ArrayList<>();
    for (Path day : export.days(export.channels().get(channel))) {
      all.addAll(export.messages(day));
    }
    return all;
  }

  @Test
  void aZipAndItsFolderAreReadAlike() throws IOException {
    try (SlackExport folders = SlackExport.open(SAMPLE);
        SlackExport zip = SlackExport.open(zip(folder.resolve("export.zip")))) {
      assertThat(zip.channels()).isEqualTo(folders.channels()).hasSize(2);
      assertThat(all(zip, 0)).isEqualTo(all(folders, 0)).hasSize(6);
    }
  }

  @Test
  void textsNamePeopleChannelsLinksAndEmoji() throws IOException {
    try (SlackExport export = SlackExport.open(SAMPLE)) {
      assertThat(all(export, 0))
          .extracting(SlackMessage::text)
          .containsExactly(
              "안녕하세요! Welcome to #general 🎉",
              "Does anybody know how to build this?"
                  + " See the guide (https://example.org/build) & https://example.org",
              "@Jonas Weber `./run` is all, if a < b",
              "That worked, thanks @here",
              "Build 17 is green",
              "");
    }
  }

  @Test
  void whoSaidItWhenAndWhatWasSaidToItIsKept() throws IOException {
    try (SlackExport export = SlackExport.open(SAMPLE)) {
      List<SlackMessage> said = all(export, 0);

      assertThat(said)
          .extracting(SlackMessage::author)
          .containsExactly("미나", "Jonas Weber", "미나", "Jonas Weber", "deploy", "ada");
      assertThat(said.get(0).time()).isEqualTo(Instant.parse("2021-03-04T09:01:00.000200Z"));
      assertThat(said.get(0).reactions())
          .containsExactly(
              new SlackMessage.Reaction("👋", List.of("Jonas Weber", "ada")),
              new SlackMessage.Reaction(":partyparrot:", List.of("Jonas Weber")));
      assertThat(said.get(1).thread()).isNull();
      assertThat(said.get(2).thread()).isEqualTo(said.get(1).ts());
      assertThat(said.get(2).alsoInChannel()).isFalse();
      assertThat(said.get(3).alsoInChannel()).isTrue();
      assertThat(said.get(3).edited()).isEqualTo(Instant.parse("2021-03-04T09:05:00Z"));
      assertThat(said.get(5).files()).containsExactly("figures.png");
    }
  }

  @Test
  void channelsKeepWhatTheyAreAbout() throws IOException {
    try (SlackExport export = SlackExport.open(SAMPLE)) {
      assertThat(export.channels())
          .containsExactly(
              new SlackChannel("C01", "general", "general", false, false, "Everything"),
              new SlackChannel("C02", "release-2", "release-2", false, true, "Getting 2.0 out"));
    }
  }

  @Test
  void directConversationsAreCalledByTheirPeople() throws IOException {
    try (SlackExport export = SlackExport.open(SAMPLE)) {
      assertThat(export.conversations())
          .containsExactly(
              new SlackChannel("D01", "미나, Jonas Weber (D01)", "D01", true, false, ""),
              new SlackChannel(
                  "G01", "미나, Jonas Weber, ada (G01)", "mpdm-mina--jonas--ada-1", true, false, ""));
      Path day = export.days(export.conversations().get(0)).getFirst();
      assertThat(export.messages(day))
          .extracting(SlackMessage::text)
          .containsExactly("둘이서만 이야기해요", "Sure, between us");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../general", "", "D1 ", "D1/../general"})
  void aConversationCannotLieOutsideOfTheExport(String id) throws IOException {
    Files.writeString(folder.resolve("users.json"), "[]");
    Files.writeString(folder.resolve("channels.json"), "[]");
    Files.writeString(folder.resolve("dms.json"), "[{\"id\":\"" + id + "\"}]");

    assertThatThrownBy(() -> SlackExport.open(folder)).hasMessageContaining("cannot be");
  }

  @Test
  void aNameOfManyPeopleIsCutAndKeepsItsId() throws IOException {
    Files.writeString(
        folder.resolve("users.json"), "[{\"id\":\"U1\",\"name\":\"" + "가".repeat(90) + "\"}]");
    Files.writeString(folder.resolve("channels.json"), "[]");
    Files.writeString(folder.resolve("dms.json"), "[{\"id\":\"D1\",\"members\":[\"U1\"]}]");

    try (SlackExport export = SlackExport.open(folder)) {
      assertThat(export.conversations().getFirst().name()).hasSize(80).endsWith("가 (D1)");
    }
  }

  @Test
  void whatIsNoExportIsRefusedWithTheReason() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.zip"), "no zip");

    assertThatThrownBy(() -> SlackExport.open(text)).hasMessageContaining("notes.zip is no zip");
    assertThatThrownBy(() -> SlackExport.open(folder)).hasMessageContaining("has no users.json");
    assertThatThrownBy(() -> SlackExport.open(folder.resolve("none.zip")))
        .hasMessageContaining("cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secrets", "..", "a/b", "", "a\u0000b"})
  void aChannelCannotLieOutsideOfTheExport(String name) throws IOException {
    Files.writeString(folder.resolve("users.json"), "[]");
    Files.writeString(
        folder.resolve("channels.json"),
        "[{\"id\":\"C1\",\"name\":\"" + name.replace("\u0000", "\\u0000") + "\"}]");

    assertThatThrownBy(() -> SlackExport.open(folder)).hasMessageContaining("cannot be");
  }

  @Test
  void brokenJsonIsRefusedWithItsPlace() throws IOException {
    Files.writeString(folder.resolve("users.json"), "[{]");

    assertThatThrownBy(() -> SlackExport.open(folder))
        .hasMessageContaining("users.json is no valid");
  }
}
