package chat.api;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorException;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in our words, with the field to blame, what the schema validation found. */
final class SchemaProblems {
  private static final Pattern PARAMETER = Pattern.compile("(?:path|query) parameter (\\S+)");
  private static final Pattern MISSING = Pattern.compile("required property \"([^\"]*)\"");

  private SchemaProblems() {}

  static ProblemException of(ValidatorException invalid) {
    Matcher parameter = PARAMETER.matcher(String.valueOf(invalid.getMessage()));
    String name = parameter.find() ? parameter.group(1) : "";
    if (invalid instanceof SchemaValidationException schema && schema.getOutputUnit() != null) {
      return ofUnit(name, mostSpecific(schema.getOutputUnit()));
    }
    return switch (invalid.type()) {
      case UNSUPPORTED_VALUE_FORMAT ->
          new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send application/json");
      case MISSING_REQUIRED_PARAMETER ->
          ProblemException.inField(name.isEmpty() ? "body" : name, "is missing");
      default -> ProblemException.inField(name.isEmpty() ? "body" : name, "is not valid");
    };
  }

  /**
   * The deepest error: those above it only say that something below is wrong. What fails is also
   * called an additional property, so that counts only where nothing else fails at that place.
   */
  private static OutputUnit mostSpecific(OutputUnit unit) {
    if (unit.getErrors() == null || unit.getErrors().isEmpty()) {
      return unit;
    }
    return unit.getErrors().stream()
        .max(
            Comparator.comparingInt(SchemaProblems::depth)
                .thenComparingInt(error -> isUnknownProperty(error) ? 0 : 1)
                .thenComparingInt(unit.getErrors()::indexOf))
        .orElse(unit);
  }

  private static boolean isUnknownProperty(OutputUnit error) {
    return String.valueOf(error.getKeywordLocation()).endsWith("/additionalProperties")
        || String.valueOf(error.getError()).contains("additional properties");
  }

  private static int depth(OutputUnit error) {
    return (int) String.valueOf(error.getInstanceLocation()).chars().filter(c -> c == '/').count();
  }

  private static ProblemException ofUnit(String parameter, OutputUnit unit) {
    String error = String.valueOf(unit.getError());
    String at = path(unit.getInstanceLocation());
    Matcher missing = MISSING.matcher(error);
    if (missing.find()) {
      return ProblemException.inField(join(at, missing.group(1)), "is missing");
    }
    if (isUnknownProperty(unit)) {
      return ProblemException.inField(at.isEmpty() ? "body" : at, "is not a known property");
    }
    String field = parameter.isEmpty() ? at : parameter;
    return ProblemException.inField(field.isEmpty() ? "body" : field, "is not valid: " + error);
  }

  /** A JSON pointer as a path with dots. */
  private static String path(String pointer) {
    if (pointer == null) {
      return "";
    }
    return pointer
        .replaceFirst("^#?/?", "")
        .replace('/', '.')
        .replace("~1", "/")
        .replace("~0", "~");
  }

  private static String join(String at, String name) {
    return at.isEmpty() ? name : at + "." + name;
  }
}
