package chat.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * The node's configuration: the commented defaults of {@code chat-defaults.yaml}, overridden by a
 * file, overridden by the environment ({@code CHAT_<SECTION>_<KEY>}, for example {@code
 * CHAT_NODE_PUBLIC_PORT}; lists are separated by commas). A key that the defaults do not have stops
 * the start: a misspelt limit must not be ignored.
 *
 * <p>Immutable and thread-safe.
 */
public final class Configuration {
  private static final String PREFIX = "CHAT_";
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonMapper BINDER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private final ObjectNode root;

  private Configuration(ObjectNode root) {
    this.root = root;
  }

  /**
   * Reads the configuration.
   *
   * @param file the operator's file
   * @throws ConfigurationException if it can't be read or has an unknown key
   */
  public static Configuration load(Path file, Map<String, String> environment) {
    try {
      return of(YAML.readTree(Files.readString(file)), file.toString(), environment);
    } catch (JsonProcessingException e) {
      throw new ConfigurationException(file + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ConfigurationException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** The defaults overridden by {@code yaml}: for tests and tools. */
  public static Configuration parse(String yaml) {
    try {
      return of(YAML.readTree(yaml), "configuration", Map.of());
    } catch (JsonProcessingException e) {
      throw new ConfigurationException(e.getOriginalMessage(), e);
    }
  }

  /**
   * This configuration with another list under a key: what the command line says, which overrides
   * everything else.
   *
   * @param values separated by commas
   */
  public Configuration withList(String section, String key, String values) {
    ObjectNode changed = root.deepCopy();
    ((ObjectNode) changed.get(section)).set(key, list(values));
    return new Configuration(changed);
  }

  private static Configuration of(JsonNode own, String source, Map<String, String> environment) {
    ObjectNode root = defaults();
    if (own != null && !own.isMissingNode() && !own.isNull()) {
      merge(root, own, source);
    }
    overrideBy(environment, root);
    return new Configuration(root);
  }

  /**
   * One section as its record.
   *
   * @throws ConfigurationException if a value is missing, of the wrong type or refused by the
   *     record, naming the key
   */
  public <T> T section(String name, Class<T> type) {
    try {
      return BINDER.treeToValue(root.path(name), type);
    } catch (JsonMappingException e) {
      StringBuilder key = new StringBuilder(name);
      for (JsonMappingException.Reference reference : e.getPath()) {
        // An element of a list has none; the list's will do.
        if (reference.getFieldName() != null) {
          key.append('.').append(reference.getFieldName());
        }
      }
      String reason =
          e.getCause() instanceof ConfigurationException refusal
              ? refusal.getMessage()
              : e.getOriginalMessage();
      throw new ConfigurationException(key + ": " + reason, e);
    } catch (JsonProcessingException e) {
      throw new ConfigurationException(name + ": " + e.getOriginalMessage(), e);
    }
  }

  private static ObjectNode defaults() {
    try (InputStream in = Configuration.class.getResourceAsStream("/chat-defaults.yaml")) {
      return (ObjectNode) YAML.readTree(in);
    } catch (IOException e) {
      throw new ConfigurationException("chat-defaults.yaml is missing from the program", e);
    }
  }

  private static void merge(ObjectNode base, JsonNode own, String source) {
    for (Map.Entry<String, JsonNode> section : own.properties()) {
      if (!(base.get(section.getKey()) instanceof ObjectNode known)) {
        throw unknown(source, section.getKey(), base);
      }
      if (!section.getValue().isObject()) {
        throw new ConfigurationException(source + ": " + section.getKey() + " must be a section");
      }
      for (Map.Entry<String, JsonNode> key : section.getValue().properties()) {
        if (!known.has(key.getKey())) {
          throw unknown(source, section.getKey() + "." + key.getKey(), known);
        }
        known.set(key.getKey(), key.getValue());
      }
    }
  }

  private static ConfigurationException unknown(String source, String key, ObjectNode known) {
    TreeSet<String> names = new TreeSet<>();
    known.fieldNames().forEachRemaining(names::add);
    return new ConfigurationException(
        source + ": unknown key " + key + "; known here: " + String.join(", ", names));
  }

  private static void overrideBy(Map<String, String> environment, ObjectNode root) {
    for (Map.Entry<String, JsonNode> section : root.properties()) {
      ObjectNode keys = (ObjectNode) section.getValue();
      for (Map.Entry<String, JsonNode> key : keys.deepCopy().properties()) {
        String variable = PREFIX + upperSnake(section.getKey()) + "_" + upperSnake(key.getKey());
        String value = environment.get(variable);
        if (value != null) {
          keys.set(key.getKey(), parsed(value, key.getValue()));
        }
      }
    }
  }

  private static JsonNode parsed(String value, JsonNode likeThis) {
    return likeThis.isArray() ? list(value) : YAML.getNodeFactory().textNode(value);
  }

  private static JsonNode list(String values) {
    return YAML.valueToTree(values.isBlank() ? new String[0] : values.strip().split("\\s*,\\s*"));
  }

  private static String upperSnake(String camelCase) {
    return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }
}
