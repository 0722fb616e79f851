package chat.embedded.mongo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All tables of the server in one folder. A change is made under {@link #lock}, and acknowledged
 * after {@link #awaitDurable}.
 *
 * <p>When the journal has grown to {@value #CHECKPOINT_BYTES} bytes a new one is begun, the tables
 * are written out, and then the old journal is deleted. So at every moment the tables on disk and
 * the journals beside them, replayed in order, give the newest state.
 */
final class TableStore {
  private static final Logger LOG = LoggerFactory.getLogger(TableStore.class);
  private static final long CHECKPOINT_BYTES = 32 << 20;
  private static final int CACHE_MEGABYTES = 24;
  private static final int UNSAVED_KILOBYTES = 48 << 10;

  /** At this pace the store also reclaims the space of old versions. */
  private static final int COMMIT_MILLIS = 10_000;

  private static final int RETENTION_MILLIS = 10_000;
  private static final String JOURNAL = "journal-";
  private static final KeyType KEYS = new KeyType();
  private static final ValueType VALUES = new ValueType();

  private final Path folder;
  private final MVStore store;
  private final Journal journal = new Journal();
  private final ReentrantLock lock = new ReentrantLock();
  private final ConcurrentHashMap<String, Table> tables = new ConcurrentHashMap<>();
  private final ExecutorService checkpoints =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("mongo-checkpoint").factory());
  private Future<?> checkpoint = java.util.concurrent.CompletableFuture.completedFuture(null);
  private long journalNumber;

  private TableStore(Path folder, MVStore store) {
    this.folder = folder;
    this.store = store;
  }

  /** Opens the folder and brings the tables up to the last acknowledged change. */
  static TableStore open(Path folder) throws IOException {
    Files.createDirectories(folder);
    MVStore mvStore =
        new MVStore.Builder()
            .fileName(folder.resolve("tables.mv").toString())
            .cacheSize(CACHE_MEGABYTES)
            .autoCommitBufferSize(UNSAVED_KILOBYTES)
            .open();
    mvStore.setRetentionTime(RETENTION_MILLIS);
    mvStore.setAutoCommitDelay(COMMIT_MILLIS);
    TableStore store = new TableStore(folder, mvStore);
    store.recover();
    return store;
  }

  /** The table of that name, made if missing. */
  Table table(String name) {
    return tables.computeIfAbsent(name, n -> new Table(n, map(n), journal));
  }

  /** Removes a table with all that is in it. */
  void drop(String name) {
    tables.remove(name);
    dropMap(name);
    journal.drop(name);
  }

  Set<String> tableNames() {
    return store.getMapNames();
  }

  long sizeOnDisk() {
    return store.getFileStore().size();
  }

  /** Changes of several tables that belong together are made by the one who holds it. */
  ReentrantLock lock() {
    return lock;
  }

  /** Stands for all changes made so far. */
  long position() {
    return journal.position();
  }

  /** Returns when the changes up to the position survive the end of this process. */
  void awaitDurable(long position) {
    try {
      journal.flush(position);
      if (journal.bytes() > CHECKPOINT_BYTES) {
        beginCheckpoint();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be written: " + e.getMessage(), e);
    }
  }

  /** Writes everything out and closes the files. */
  void close() throws IOException {
    checkpoints.shutdown();
    try {
      if (!checkpoints.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IOException("writing out the tables takes more than a minute");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lock.lock();
    try {
      journal.flush(journal.position());
      journal.close();
      store.close();
      deleteJournalsBefore(Long.MAX_VALUE);
    } finally {
      lock.unlock();
    }
  }

  /** Leaves the files as {@code kill -9} would. */
  void abandon() {
    checkpoints.shutdownNow();
    lock.lock();
    try {
      store.closeImmediately();
      journal.close();
    } catch (IOException e) {
      LOG.warn("the journal was not closed", e);
    } finally {
      lock.unlock();
    }
  }

  private void recover() throws IOException {
    List<Path> files = journals();
    for (Path file : files) {
      JournalReader.replay(file, new Replay());
    }
    journalNumber = files.isEmpty() ? 0 : number(files.getLast());
    journal.startFile(nextJournal());
    store.commit();
    deleteJournalsBefore(journalNumber);
  }

  private void beginCheckpoint() throws IOException {
    lock.lock();
    try {
      if (journal.bytes() <= CHECKPOINT_BYTES || !checkpoint.isDone()) {
        return;
      }
      journal.startFile(nextJournal());
      long current = journalNumber;
      checkpoint = checkpoints.submit(() -> writeOut(current));
    } finally {
      lock.unlock();
    }
  }

  private void writeOut(long currentJournal) {
    try {
      store.commit();
      deleteJournalsBefore(currentJournal);
    } catch (IOException | RuntimeException e) {
      // Nothing is lost: the journals stay and are replayed at the next start.
      LOG.error("the tables cannot be written out", e);
    }
  }

  private MVMap<Key, byte[]> map(String name) {
    return store.openMap(name, new MVMap.Builder<Key, byte[]>().keyType(KEYS).valueType(VALUES));
  }

  private void dropMap(String name) {
    if (store.hasMap(name)) {
      store.removeMap(map(name));
    }
  }

  private Path nextJournal() {
    journalNumber++;
    return folder.resolve("%s%012d".formatted(JOURNAL, journalNumber));
  }

  private List<Path> journals() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, JOURNAL + "*")) {
      all.forEach(files::add);
    }
    files.sort(null);
    return files;
  }

  private void deleteJournalsBefore(long number) throws IOException {
    for (Path file : journals()) {
      if (number(file) < number) {
        Files.delete(file);
      }
    }
  }

  private static long number(Path journal) {
    return Long.parseLong(journal.getFileName().toString().substring(JOURNAL.length()));
  }

  /** Changes the maps without writing them to a journal again. */
  private final class Replay implements JournalReader.Target {
    @Override
    public void put(String table, Key key, byte[] value) {
      map(table).put(key, value);
    }

    @Override
    public void remove(String table, Key key) {
      map(table).remove(key);
    }

    @Override
    public void drop(String table) {
      dropMap(table);
    }
  }
}
