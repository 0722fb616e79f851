package chat.embedded.supervisor;

import chat.embedded.EmbeddedBackends;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder that holds everything of one system. While this object is open no other process can
 * open it; the lock ends with the process, however it ends.
 */
public final class DataDirectory implements AutoCloseable {
  /** Raised when an older program could not read what this one writes. */
  static final int LAYOUT = 1;

  /** What a new system takes, with room for its logs to turn over. */
  private static final long NEEDED_BYTES = 400L << 20;

  private final Path path;
  private final FileChannel lockFile;

  private DataDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Takes the directory, made if missing, and ends the processes that a killed run left in it.
   *
   * @throws Refusal if it is in use, was written by a newer version, or its disk is full
   */
  public static DataDirectory open(Path path) throws Refusal {
    try {
      Files.createDirectories(path);
      FileChannel lockFile = lock(path);
      try {
        checkLayout(path);
        checkSpace(path);
        EmbeddedBackends.reapLeftOvers(path);
      } catch (IOException | Refusal e) {
        lockFile.close();
        throw e;
      }
      return new DataDirectory(path, lockFile);
    } catch (IOException e) {
      throw new Refusal("cannot use " + path + ": " + Reasons.of(e), e);
    }
  }

  public Path path() {
    return path;
  }

  /** Writes a file that only its owner can read. */
  Path writeSecret(String name, String content) throws IOException {
    Path file = path.resolve(name);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content);
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }

  private static FileChannel lock(Path path) throws IOException, Refusal {
    Path file = path.resolve("lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      String owner = Files.readString(file).strip();
      throw new Refusal(
          path + " is in use by process " + owner + ": stop it, or choose another with --data");
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
    return channel;
  }

  private static void checkLayout(Path path) throws IOException, Refusal {
    Path file = path.resolve("version");
    if (!Files.exists(file)) {
      Files.writeString(file, LAYOUT + "\n");
      return;
    }
    String found = Files.readString(file).strip();
    if (!found.matches("[0-9]{1,9}") || Integer.parseInt(found) < 1) {
      throw new Refusal(file + " holds no version: " + path + " is damaged or not ours");
    }
    if (Integer.parseInt(found) > LAYOUT) {
      throw new Refusal(
          "%s was written by a newer version (layout %s; this one knows %d): use that version, or choose another with --data"
              .formatted(path, found, LAYOUT));
    }
  }

  private static void checkSpace(Path path) throws IOException, Refusal {
    long free = Files.getFileStore(path).getUsableSpace();
    if (free < NEEDED_BYTES) {
      throw new Refusal(
          "the disk of %s is full: %d MB free, %d MB needed"
              .formatted(path, free >> 20, NEEDED_BYTES >> 20));
    }
  }
}
