package chat.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes bodies that break their schema out of one that keeps it. */
final class Mutations {
  private final ContractFile contract;

  /**
   * A body that must be refused.
   *
   * @param what is wrong with it
   * @param field that must be blamed, or null where none can be
   */
  record Mutation(String what, String field, String body) {}

  Mutations(ContractFile contract) {
    this.contract = contract;
  }

  List<Mutation> of(JsonNode schema, ObjectNode valid) {
    List<Mutation> all = new ArrayList<>();
    properties("", schema, valid, valid, all);
    change(all, "an unknown property", "surprise", valid, body -> body.put("surprise", 1));
    String text = valid.toString();
    String rest = valid.isEmpty() ? "}" : "," + text.substring(1);
    all.add(new Mutation("a repeated property", null, "{\"x\":1,\"x\":2" + rest));
    all.add(new Mutation("no object", null, "[1]"));
    all.add(new Mutation("null", null, "null"));
    all.add(new Mutation("a bare string", null, "\"x\""));
    all.add(new Mutation("cut off", null, text.substring(0, text.length() - 1)));
    all.add(new Mutation("two documents", null, text + text));
    all.add(new Mutation("not JSON", null, "<xml/>"));
    all.add(
        new Mutation(
            "nested deeply", null, "{\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + rest));
    all.add(new Mutation("a huge number", null, "{\"x\":" + "9".repeat(10_000) + rest));
    all.add(new Mutation("a lone surrogate in a property's name", null, "{\"\\ud800\":1" + rest));
    return all;
  }

  private void properties(
      String at, JsonNode schema, ObjectNode here, ObjectNode root, List<Mutation> all) {
    for (Map.Entry<String, JsonNode> property : schema.get("properties").properties()) {
      String name = property.getKey();
      String field = at + name;
      JsonNode rules = contract.resolve(property.getValue());
      boolean required = false;
      for (JsonNode one : schema.path("required")) {
        required |= one.asText().equals(name);
      }
      if (required) {
        change(all, field + " missing", field, root, body -> at(body, at).remove(name));
        change(all, field + " null", field, root, body -> at(body, at).putNull(name));
      }
      values(at, name, rules, root, all);
      if (here.path(name) instanceof ObjectNode nested && rules.has("properties")) {
        properties(field + ".", rules, nested, root, all);
      }
    }
  }

  private void values(String at, String name, JsonNode rules, ObjectNode root, List<Mutation> all) {
    String field = at + name;
    String type =
        !rules.get("type").isArray()
            ? rules.get("type").asText()
            : rules.has("properties") ? "object" : "nullable";
    if (type.equals("object")) {
      change(all, field + " a text", field, root, b -> at(b, at).put(name, "x"));
    } else {
      change(all, field + " an object", field, root, b -> at(b, at).putObject(name).put("x", 1));
    }
    switch (type) {
      case "string", "nullable" -> {
        change(all, field + " a number", field, root, b -> at(b, at).put(name, 7));
        change(all, field + " an array", field, root, b -> at(b, at).putArray(name).add("x"));
        surrogates(all, at, name, root);
        if (rules.has("maxLength")) {
          String tooLong = "a".repeat(rules.get("maxLength").asInt() + 1);
          change(all, field + " too long", field, root, b -> at(b, at).put(name, tooLong));
        }
        if (rules.has("minLength")) {
          String tooShort = "a".repeat(rules.get("minLength").asInt() - 1);
          change(all, field + " too short", field, root, b -> at(b, at).put(name, tooShort));
        }
        if (rules.has("pattern") || rules.has("enum")) {
          change(all, field + " a wrong text", field, root, b -> at(b, at).put(name, "b\u00e4d!"));
        }
      }
      case "boolean" -> {
        change(all, field + " a text", field, root, b -> at(b, at).put(name, "true"));
        change(all, field + " a number", field, root, b -> at(b, at).put(name, 1));
      }
      case "integer" -> {
        change(all, field + " a text", field, root, b -> at(b, at).put(name, "1"));
        change(all, field + " a fraction", field, root, b -> at(b, at).put(name, 100.5));
        long min = rules.get("minimum").asLong() - 1;
        change(all, field + " too small", field, root, b -> at(b, at).put(name, min));
        long max = rules.get("maximum").asLong() + 1;
        change(all, field + " too big", field, root, b -> at(b, at).put(name, max));
      }
      case "array" -> {
        change(all, field + " a text", field, root, b -> at(b, at).put(name, "x"));
        boolean ofNumbers = rules.at("/items/type").asText().equals("integer");
        change(
            all,
            field + " of the wrong",
            field + ".0",
            root,
            b -> {
              var array = at(b, at).putArray(name);
              var unused = ofNumbers ? array.add("x") : array.add(1);
            });
        int max = rules.get("maxItems").asInt() + 1;
        change(
            all,
            field + " too many",
            field,
            root,
            b -> {
              var first = at(b, at).path(name).path(0);
              var array = at(b, at).putArray(name);
              for (int i = 0; i < max; i++) {
                if (first.isObject()) {
                  array.add(first);
                } else if (ofNumbers) {
                  array.add(1);
                } else {
                  array.add("id" + i);
                }
              }
            });
      }
      default -> {}
    }
  }

  private static void surrogates(List<Mutation> all, String at, String name, ObjectNode root) {
    ObjectNode copy = root.deepCopy();
    at(copy, at).put(name, "SURROGATE");
    all.add(
        new Mutation(
            at + name + " with a lone surrogate",
            at + name,
            copy.toString().replace("SURROGATE", "ab\\ud83dcdefgh")));
  }

  private static ObjectNode at(ObjectNode body, String path) {
    ObjectNode here = body;
    for (String step : path.split("\\.")) {
      here = step.isEmpty() ? here : (ObjectNode) here.get(step);
    }
    return here;
  }

  private static void change(
      List<Mutation> all,
      String what,
      String field,
      ObjectNode valid,
      Consumer<ObjectNode> mutation) {
    ObjectNode body = valid.deepCopy();
    mutation.accept(body);
    all.add(new Mutation(what, field, body.toString()));
  }
}
