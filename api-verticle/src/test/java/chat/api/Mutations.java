package chat.api;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes bodies that break their schema out of one that keeps it. */
final class Mutations {
  /** In place of a status: what is sent is as good as the valid request, and answered like it. */
  static final int TAKEN = 0;

  /** As they stand in JSON, where every character but these two surrogates can be meant. */
  private static final List<String> LONE_SURROGATES = List.of("\\ud83d", "\\ude00");

  private static final List<String> CONTROLS =
      List.of("\u0000", "\u0007", "\u001b", "\u007f", "\u0085");

  /** Where control characters are answered otherwise than as a malformed field. */
  private static final Map<String, Integer> WITH_CONTROLS =
      Map.ofEntries(
          // The text of a message is opaque, and has line breaks and tabs: only NUL is refused.
          entry("sendMessage.body", TAKEN),
          entry("editMessage.body", TAKEN),
          entry("putDraft.body", TAKEN),
          // Nobody reads a password, and what is wrong is told of no part of a log-in.
          entry("signUp.password", TAKEN),
          entry("logIn.handle", 401),
          entry("logIn.password", 401),
          entry("refreshSession.refreshToken", 401),
          // Such a scheme, or type of image, does not exist.
          entry("sendMessage.enc", 422),
          entry("editMessage.enc", 422),
          entry("createAttachment.type", 415),
          // The push role looks at these; here one is played that takes everything.
          entry("subscribeDevice.endpoint", TAKEN),
          entry("subscribeDevice.keys.p256dh", TAKEN),
          entry("subscribeDevice.keys.auth", TAKEN),
          entry("subscribeDevice.token", TAKEN),
          // Ids of another form are simply not found; these are checked as a list.
          entry("sendMessage.mentions.0", 400),
          entry("editMessage.mentions.0", 400));

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ContractFile contract;

  /**
   * A body that must be refused, or need not be.
   *
   * @param what is wrong with it
   * @param status of the answer, or {@link #TAKEN}
   * @param fields any of which may be blamed; empty where none can be
   */
  record Mutation(String what, int status, List<String> fields, String body) {}

  Mutations(ContractFile contract) {
    this.contract = contract;
  }

  List<Mutation> of(String operation, JsonNode schema, ObjectNode valid) {
    Walk walk = new Walk(operation, valid);
    walk.object("", schema, valid);
    String text = valid.toString();
    String rest = valid.isEmpty() ? "}" : "," + text.substring(1);
    walk.add("a repeated property", "{\"x\":1,\"x\":2" + rest);
    walk.add("no object", "[1]");
    walk.add("null", "null");
    walk.add("a bare string", "\"x\"");
    walk.add("cut off", text.substring(0, text.length() - 1));
    walk.add("two documents", text + text);
    walk.add("not JSON", "<xml/>");
    walk.add("nested deeply", "{\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + rest);
    walk.add("a huge number", "{\"x\":" + "9".repeat(10_000) + rest);
    walk.add("a lone surrogate in a property's name", "{\"\\ud800\":1" + rest);
    walk.add("a control character in a property's name", "{\"\\u0000\":1" + rest);
    walk.add("a control character that is not escaped", "{\"x\":\"\u0007\"" + rest);
    return walk.all;
  }

  /** The way through one schema. */
  private final class Walk {
    private final String operation;
    private final ObjectNode root;
    private final List<Mutation> all = new ArrayList<>();

    Walk(String operation, ObjectNode root) {
      this.operation = operation;
      this.root = root;
    }

    void object(String at, JsonNode schema, JsonNode here) {
      put(at + "surprise", "unknown", JSON.numberNode(1));
      for (Map.Entry<String, JsonNode> property : schema.get("properties").properties()) {
        String field = at + property.getKey();
        for (JsonNode required : schema.path("required")) {
          if (required.asText().equals(property.getKey())) {
            put(field, "missing", null);
            put(field, "null", JSON.nullNode());
          }
        }
        value(field, property.getValue(), here.path(property.getKey()));
      }
    }

    private void value(String field, JsonNode property, JsonNode here) {
      JsonNode rules = contract.resolve(property);
      String type = type(rules);
      if (!type.equals("object")) {
        put(field, "an object", JSON.objectNode().put("x", 1));
      }
      if (!type.equals("string")) {
        put(field, "a text", JSON.textNode(type.equals("integer") ? "1" : "true"));
      }
      switch (type) {
        case "object" -> {
          if (here.isObject()) {
            object(field + ".", rules, here);
          }
        }
        case "array" -> array(field, rules, here);
        case "string" -> text(field, property, rules, here.asText("text"));
        case "boolean" -> put(field, "a number", JSON.numberNode(1));
        case "integer" -> {
          put(field, "a fraction", JSON.numberNode(100.5));
          put(field, "too small", JSON.numberNode(rules.get("minimum").asLong() - 1));
          put(field, "too big", JSON.numberNode(rules.get("maximum").asLong() + 1));
        }
        default -> throw new IllegalArgumentException(type);
      }
    }

    private void array(String field, JsonNode rules, JsonNode here) {
      JsonNode items = rules.get("items");
      JsonNode first = here.path(0);
      if (first.isMissingNode()) {
        throw new IllegalStateException("the example of " + operation + " lacks items of " + field);
      }
      ArrayNode many = JSON.arrayNode();
      for (int i = 0; i <= rules.get("maxItems").asInt(); i++) {
        many.add(first);
      }
      put(field, "of too many", many);
      if (rules.has("minItems")) {
        put(field, "of too few", JSON.arrayNode());
      }
      put(field + ".0", "null", JSON.nullNode());
      value(field + ".0", items, first);
    }

    private void text(String field, JsonNode property, JsonNode rules, String here) {
      put(field, "a number", JSON.numberNode(7));
      put(field, "an array", JSON.arrayNode().add("x"));
      if (rules.has("maxLength")) {
        put(field, "too long", JSON.textNode("a".repeat(rules.get("maxLength").asInt() + 1)));
      }
      if (rules.has("minLength")) {
        put(field, "too short", JSON.textNode("a".repeat(rules.get("minLength").asInt() - 1)));
      }
      if (rules.has("pattern") || rules.has("enum")) {
        put(field, "a wrong text", JSON.textNode("b\u00e4d!"));
      }
      for (String surrogate : LONE_SURROGATES) {
        String body = with(field, JSON.textNode("SURROGATE"));
        add(field, "with a lone surrogate", body.replace("SURROGATE", "ab" + surrogate + "cdefgh"));
      }
      for (String control : CONTROLS) {
        String text = here.substring(0, here.length() / 2) + control;
        text += here.substring(here.length() / 2);
        int status = statusOf(field, property, control);
        String what = field + " with U+%04X".formatted((int) control.charAt(0));
        List<String> blamed = status == 400 ? enclosing(field) : List.of();
        all.add(new Mutation(what, status, blamed, with(field, JSON.textNode(text))));
      }
    }

    private int statusOf(String field, JsonNode property, String control) {
      if (field.equals("body") && control.equals("\u0000")) {
        return 400;
      }
      boolean isId = property.path("$ref").asText().endsWith("/Id");
      return WITH_CONTROLS.getOrDefault(operation + "." + field, isId ? 404 : 400);
    }

    /** Another value at that place must be blamed there; null takes away what is there. */
    private void put(String field, String what, JsonNode value) {
      add(field, what, with(field, value));
    }

    private void add(String field, String what, String body) {
      all.add(new Mutation(field + " " + what, 400, List.of(field), body));
    }

    void add(String what, String body) {
      all.add(new Mutation(what, 400, List.of(), body));
    }

    private String with(String field, JsonNode value) {
      ObjectNode copy = root.deepCopy();
      String[] steps = field.split("\\.");
      String last = steps[steps.length - 1];
      JsonNode here = copy;
      for (int i = 0; i < steps.length - 1; i++) {
        here = here.isArray() ? here.get(Integer.parseInt(steps[i])) : here.get(steps[i]);
      }
      if (here instanceof ArrayNode array) {
        array.set(Integer.parseInt(last), value);
      } else if (value == null) {
        ((ObjectNode) here).remove(last);
      } else {
        ((ObjectNode) here).set(last, value);
      }
      return copy.toString();
    }
  }

  /** That of the value where null is possible too. */
  private static String type(JsonNode rules) {
    return rules.get("type").isArray()
        ? rules.get("type").get(0).asText()
        : rules.get("type").asText();
  }

  /** The field and what it is in: some things are looked at as a whole. */
  private static List<String> enclosing(String field) {
    List<String> all = new ArrayList<>();
    for (int end = field.length(); end > 0; end = field.lastIndexOf('.', end - 1)) {
      all.add(field.substring(0, end));
    }
    return all;
  }
}
