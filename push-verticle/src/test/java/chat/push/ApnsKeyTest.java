package chat.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.PrivateKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApnsKeyTest {
  @TempDir private Path folder;
  private final PrivateKey first = EcKeys.generate().getPrivate();
  private final PrivateKey second = EcKeys.generate().getPrivate();

  private Path write(String name, String text, int second) throws Exception {
    Path file = Files.writeString(folder.resolve(name), text);
    return Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
  }

  private Path write(String name, PrivateKey key, int second) throws Exception {
    return write(name, TestCertificate.pem("PRIVATE KEY", key.getEncoded()), second);
  }

  private static ApnsKey read(KeyFile<ApnsKey> file) {
    file.refresh();
    return file.value();
  }

  @Test
  void theNameOfTheFileSaysTheId() throws Exception {
    Path file = write("AuthKey_ABC123.p8", first, 1);

    assertThat(read(ApnsKey.at(file, ""))).isEqualTo(new ApnsKey("ABC123", first));
    assertThat(read(ApnsKey.at(file, "OTHER"))).isEqualTo(new ApnsKey("ABC123", first));
  }

  @Test
  void aFileThatIsNamedOtherwiseNeedsItSaid() throws Exception {
    Path file = write("apns.p8", first, 1);

    assertThat(read(ApnsKey.at(file, "ABC123"))).isEqualTo(new ApnsKey("ABC123", first));
    assertThatThrownBy(() -> read(ApnsKey.at(file, ""))).hasMessageContaining("apnsKeyId");
  }

  @Test
  void ofAFolderTheKeyThatChangedLastCounts() throws Exception {
    KeyFile<ApnsKey> file = ApnsKey.at(folder, "");
    assertThatThrownBy(file::refresh).hasMessageContaining("AuthKey_*.p8");

    write("AuthKey_B.p8", first, 1);
    write("other.p8", second, 9);
    assertThat(read(file)).isEqualTo(new ApnsKey("B", first));
    assertThat(file.refresh()).isFalse();

    write("AuthKey_A.p8", second, 2);
    assertThat(read(file)).isEqualTo(new ApnsKey("A", second));
  }

  @Test
  void whatCanNotBeReadLeavesTheFormerKey() throws Exception {
    KeyFile<ApnsKey> file = ApnsKey.at(folder, "");
    Path former = write("AuthKey_A.p8", first, 1);
    read(file);

    write("AuthKey_B.p8", "-----BEGIN PRIVATE KEY-----\nhalf of", 2);
    assertThat(read(file)).isEqualTo(new ApnsKey("A", first));
    Files.delete(folder.resolve("AuthKey_B.p8"));
    Files.delete(former);
    assertThat(read(file)).isEqualTo(new ApnsKey("A", first));

    write("AuthKey_B.p8", second, 3);
    assertThat(read(file)).isEqualTo(new ApnsKey("B", second));
  }
}
