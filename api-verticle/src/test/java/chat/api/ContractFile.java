package chat.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code openapi.yaml} as the tests read it. */
final class ContractFile {
  private final JsonNode root;

  /** One operation. */
  record Op(String id, String method, String path, JsonNode node, boolean open) {}

  ContractFile() {
    try (InputStream in = ContractFile.class.getResourceAsStream("/openapi.yaml")) {
      root = new YAMLMapper().readTree(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  List<Op> operations() {
    List<Op> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : root.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        JsonNode node = method.getValue();
        operations.add(
            new Op(
                node.get("operationId").asText(),
                method.getKey().toUpperCase(Locale.ROOT),
                path.getKey(),
                node,
                node.has("security") && node.get("security").isEmpty()));
      }
    }
    return operations;
  }

  JsonNode resolve(JsonNode node) {
    JsonNode ref = node.get("$ref");
    return ref == null ? node : root.at(ref.asText().substring(1));
  }

  /** The schema of the request's body, or null. */
  JsonNode body(Op op) {
    JsonNode body = op.node().get("requestBody");
    return body == null ? null : resolve(body.get("content").get("application/json").get("schema"));
  }

  List<JsonNode> queryParameters(Op op) {
    List<JsonNode> found = new ArrayList<>();
    op.node()
        .path("parameters")
        .forEach(
            parameter -> {
              JsonNode resolved = resolve(parameter);
              if (resolved.get("in").asText().equals("query")) {
                found.add(resolved);
              }
            });
    return found;
  }

  /** What is wrong with an answer, or nothing. */
  List<String> violations(Op op, TestApi.Answer answer) {
    List<String> found = new ArrayList<>();
    JsonNode response = op.node().get("responses").get(String.valueOf(answer.status()));
    if (response == null) {
      found.add("status " + answer.status() + " is not in the contract");
      return found;
    }
    response = resolve(response);
    response
        .path("headers")
        .fieldNames()
        .forEachRemaining(
            header -> {
              if (answer.response().headers().firstValue(header).isEmpty()) {
                found.add("no header " + header);
              }
            });
    if (!response.has("content")) {
      if (!answer.text().isEmpty()) {
        found.add("a body where there should be none");
      }
      return found;
    }
    Map.Entry<String, JsonNode> content = response.get("content").properties().iterator().next();
    String type = answer.response().headers().firstValue("Content-Type").orElse("none");
    if (!type.equals(content.getKey())) {
      found.add("content type " + type);
    }
    check("", content.getValue().get("schema"), answer.json(), found);
    return found;
  }

  private void check(String at, JsonNode reference, JsonNode value, List<String> found) {
    JsonNode schema = resolve(reference);
    if (!typeFits(schema.get("type"), value)) {
      found.add(at + " has the wrong type: " + value);
      return;
    }
    if (schema.has("enum") && !contains(schema.get("enum"), value)) {
      found.add(at + " is not one of the values: " + value);
    }
    if (value.isTextual()
        && schema.has("maxLength")
        && value.textValue().codePointCount(0, value.textValue().length())
            > schema.get("maxLength").asInt()) {
      found.add(at + " is too long");
    }
    if (value.isObject() && schema.has("properties")) {
      schema
          .path("required")
          .forEach(
              name -> {
                if (!value.has(name.asText())) {
                  found.add(at + "." + name.asText() + " is missing");
                }
              });
      for (Map.Entry<String, JsonNode> property : value.properties()) {
        JsonNode known = schema.get("properties").get(property.getKey());
        if (known == null) {
          found.add(at + "." + property.getKey() + " is not in the contract");
        } else {
          check(at + "." + property.getKey(), known, property.getValue(), found);
        }
      }
    }
    if (value.isArray()) {
      value.forEach(item -> check(at + "[]", schema.get("items"), item, found));
    }
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode one : values) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean typeFits(JsonNode type, JsonNode value) {
    if (type == null) {
      return true;
    }
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (typeFits(one, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (type.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException(type.asText());
    };
  }
}
