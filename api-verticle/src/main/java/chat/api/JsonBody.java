package chat.api;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Limits;
import chat.protocol.Wire;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.Map;

/** What every JSON body must be, before its schema is looked at. */
final class JsonBody {
  private JsonBody() {}

  /** Whether {@code contentType} says JSON in UTF-8. */
  static boolean isJson(String contentType) {
    if (contentType == null) {
      return false;
    }
    String[] parts = contentType.toLowerCase(java.util.Locale.ROOT).split(";");
    if (!parts[0].strip().equals("application/json")) {
      return false;
    }
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        return false;
      }
    }
    return true;
  }

  /**
   * Checks that it is well-formed JSON in UTF-8, not nested deeper than {@link Limits#NESTING},
   * without repeated properties and without unpaired surrogates.
   *
   * @throws ProblemException if not
   */
  static void check(byte[] body) {
    JsonNode root;
    try {
      root = Wire.fromJson(body, JsonNode.class);
    } catch (JsonProcessingException e) {
      throw new ProblemException(
          ProblemType.BAD_REQUEST, "The body is not valid JSON: " + e.getOriginalMessage());
    } catch (UncheckedIOException e) {
      throw new ProblemException(ProblemType.BAD_REQUEST, "The body is not valid UTF-8");
    }
    if (root == null || !root.isObject()) {
      throw new ProblemException(ProblemType.BAD_REQUEST, "The body must be a JSON object");
    }
    checkText("", root);
  }

  private static void checkText(String at, JsonNode node) {
    if (node.isTextual() && hasLoneSurrogate(node.textValue())) {
      throw ProblemException.inField(at, "has an unpaired surrogate");
    }
    int index = 0;
    for (JsonNode child : node.isArray() ? node : java.util.List.<JsonNode>of()) {
      checkText(join(at, String.valueOf(index++)), child);
    }
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      if (hasLoneSurrogate(property.getKey())) {
        throw new ProblemException(
            ProblemType.BAD_REQUEST, "The name of a property has an unpaired surrogate");
      }
      checkText(join(at, property.getKey()), property.getValue());
    }
  }

  private static String join(String at, String name) {
    return at.isEmpty() ? name : at + "." + name;
  }

  static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return true;
      }
    }
    return false;
  }
}
