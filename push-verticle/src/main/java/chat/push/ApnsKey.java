package chat.push;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key that signs requests to Apple's service.
 *
 * @param id by which Apple knows it
 */
record ApnsKey(String id, PrivateKey key) {
  /** As Apple names the file that it lets an account download. */
  private static final Pattern NAME = Pattern.compile("AuthKey_([A-Za-z0-9]+)\\.p8");

  private static final String NAMES = "AuthKey_*.p8";

  /**
   * The key in a file, or, if the place is a folder, in that of its files named {@code
   * AuthKey_KEYID.p8} which changed last.
   *
   * @param id of a key whose file is named otherwise
   */
  static KeyFile<ApnsKey> at(Path place, String id) {
    return new KeyFile<>(
        () -> Files.isDirectory(place) ? newest(place) : place,
        (file, pem) -> new ApnsKey(id(file, id), KeyFile.privateKey(pem, "EC")));
  }

  private static Path newest(Path folder) throws IOException {
    Path newest = null;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, NAMES)) {
      for (Path each : files) {
        if (newest == null || isNewer(each, newest)) {
          newest = each;
        }
      }
    }
    if (newest == null) {
      throw new NoSuchFileException(NAMES);
    }
    return newest;
  }

  private static boolean isNewer(Path one, Path other) throws IOException {
    int order = Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other));
    return order > 0 || (order == 0 && one.compareTo(other) > 0);
  }

  private static String id(Path file, String otherwise) {
    Matcher named = NAME.matcher(file.getFileName().toString());
    if (named.matches()) {
      return named.group(1);
    }
    if (otherwise.isEmpty()) {
      throw new IllegalArgumentException(
          "the file is not named AuthKey_KEYID.p8, and push.apnsKeyId is empty");
    }
    return otherwise;
  }
}
