package chat.slack;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An export of a Slack workspace: a zip file, or the folder that it was unpacked to.
 *
 * <p>Reads one day of one channel at a time, at most {@value #MOST_FILE_BYTES} bytes of JSON.
 * Thread-safe.
 *
 * @see <a href="https://slack.com/help/articles/220556107">How to read Slack data exports</a>
 */
public final class SlackExport implements AutoCloseable {
  private static final long MOST_FILE_BYTES = 64L << 20;

  /** A name that stays within its folder. */
  private static final Pattern FOLDER = Pattern.compile("[^/\\\\\\p{Cntrl}]{1,100}");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,30}");

  /** Of a channel's name. */
  private static final int MOST_NAME = 80;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FileSystem zip;
  private final Path root;
  private final Map<String, String> people;
  private final List<SlackChannel> channels;
  private final List<SlackChannel> conversations;
  private final MessageReader reader;

  private SlackExport(FileSystem zip, Path root) throws IOException {
    this.zip = zip;
    this.root = root;
    this.people = readPeople();
    this.channels = readChannels();
    this.conversations = readConversations();
    Map<String, String> names = new HashMap<>();
    channels.forEach(channel -> names.put(channel.id(), channel.name()));
    this.reader = new MessageReader(people, new Markup(people, names));
  }

  /**
   * Opens an export and reads who and which channels are in it.
   *
   * @throws IOException if it is none: the message says what is missing or wrong
   */
  public static SlackExport open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      return new SlackExport(null, file);
    }
    if (!Files.isReadable(file)) {
      throw new IOException(file + " cannot be read");
    }
    FileSystem zip;
    try {
      zip = FileSystems.newFileSystem(file);
    } catch (IOException | RuntimeException e) {
      throw new IOException(file + " is no zip file: " + e.getMessage(), e);
    }
    try {
      return new SlackExport(zip, zip.getPath("/"));
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /** Its channels, public ones first. */
  public List<SlackChannel> channels() {
    return channels;
  }

  /**
   * Direct conversations as private channels that are called by their people, and by the id that
   * keeps those of the same people apart. An export holds them only for some plans.
   */
  public List<SlackChannel> conversations() {
    return conversations;
  }

  /** The days of a channel on which something was said, the oldest first. */
  public List<Path> days(SlackChannel channel) throws IOException {
    Path folder = root.resolve(channel.folder());
    List<Path> days = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
        files.forEach(days::add);
      }
    }
    days.sort(Comparator.comparing(day -> day.getFileName().toString()));
    return days;
  }

  /** What was said on one of {@link #days}, in order. */
  public List<SlackMessage> messages(Path day) throws IOException {
    List<SlackMessage> messages = new ArrayList<>();
    for (JsonNode item : items(day)) {
      SlackMessage message = reader.read(item);
      if (message != null) {
        messages.add(message);
      }
    }
    messages.sort(Comparator.comparing(SlackMessage::ts));
    return messages;
  }

  private Map<String, String> readPeople() throws IOException {
    Map<String, String> names = new HashMap<>();
    for (JsonNode user : items(root.resolve("users.json"))) {
      JsonNode profile = user.path("profile");
      names.put(
          user.path("id").asText(),
          first(
              profile.path("display_name").asText(),
              profile.path("real_name").asText(),
              user.path("real_name").asText(),
              user.path("name").asText(),
              user.path("id").asText()));
    }
    return names;
  }

  private List<SlackChannel> readChannels() throws IOException {
    List<SlackChannel> all = new ArrayList<>();
    read(all, root.resolve("channels.json"), false);
    Path groups = root.resolve("groups.json");
    if (Files.exists(groups)) {
      read(all, groups, true);
    }
    return List.copyOf(all);
  }

  private List<SlackChannel> readConversations() throws IOException {
    List<SlackChannel> all = new ArrayList<>();
    for (String file : List.of("dms.json", "mpims.json")) {
      Path list = root.resolve(file);
      for (JsonNode conversation : Files.exists(list) ? items(list) : List.<JsonNode>of()) {
        String id = conversation.path("id").asText();
        String folder = conversation.path("name").asText(id);
        checkFolder(list, folder);
        if (!ID.matcher(id).matches()) {
          throw new IOException(file + " names a conversation that cannot be: " + id);
        }
        List<String> names = new ArrayList<>();
        conversation
            .path("members")
            .forEach(member -> names.add(people.getOrDefault(member.asText(), member.asText())));
        String name = called(names, id);
        all.add(new SlackChannel(id, name, folder, true, false, ""));
      }
    }
    return List.copyOf(all);
  }

  private static String called(List<String> names, String id) {
    String people = String.join(", ", names).replaceAll("\\p{Cntrl}", " ");
    int most = MOST_NAME - id.length() - 3;
    if (people.length() > most) {
      people =
          people.substring(0, Character.isHighSurrogate(people.charAt(most - 1)) ? most - 1 : most);
    }
    return (people + " (" + id + ")").strip();
  }

  private static void checkFolder(Path file, String name) throws IOException {
    if (!FOLDER.matcher(name).matches() || name.equals("..") || name.equals(".")) {
      throw new IOException(file.getFileName() + " names a channel that cannot be: " + name);
    }
  }

  private static void read(List<SlackChannel> all, Path file, boolean isPrivate)
      throws IOException {
    for (JsonNode channel : items(file)) {
      String name = channel.path("name").asText();
      checkFolder(file, name);
      all.add(
          new SlackChannel(
              channel.path("id").asText(),
              name,
              name,
              isPrivate,
              channel.path("is_archived").asBoolean(),
              first(
                  channel.path("topic").path("value").asText(),
                  channel.path("purpose").path("value").asText())));
    }
  }

  /** The objects of an array in a file. */
  private static List<JsonNode> items(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException("this is no Slack export: it has no " + file.getFileName());
    }
    if (Files.size(file) > MOST_FILE_BYTES) {
      throw new IOException(file + " is larger than " + MOST_FILE_BYTES + " bytes");
    }
    List<JsonNode> items = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        JsonParser parser = JSON.createParser(in)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new IOException(file + " holds no list");
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        items.add(parser.readValueAsTree());
      }
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new IOException(file + " is no valid JSON: " + e.getOriginalMessage(), e);
    }
    return items;
  }

  private static String first(String... texts) {
    for (String text : texts) {
      if (!text.isBlank()) {
        return text.strip();
      }
    }
    return "";
  }

  @Override
  public void close() throws IOException {
    if (zip != null) {
      zip.close();
    }
  }
}
