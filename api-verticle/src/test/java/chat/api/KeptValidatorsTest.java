package chat.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptValidatorsTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void eachSchemaHasOneValidatorThatRefusesWhatItRefusedBefore() {
    OpenAPIContract contract = KeptValidators.in(Contract.load(vertx).await());
    SchemaRepository schemas = contract.getSchemaRepository();
    Operation changes = contract.operation("listChanges");

    changes
        .getParameters()
        .forEach(
            parameter -> {
              JsonSchema schema = parameter.getSchema();
              assertThat(schemas.validator(schema)).isSameAs(schemas.validator(schema));
            });
    JsonSchema since =
        changes.getParameters().stream()
            .filter(parameter -> parameter.getName().equals("since"))
            .findFirst()
            .orElseThrow()
            .getSchema();
    assertThat(schemas.validator(since).validate(5).getValid()).isTrue();
    assertThat(schemas.validator(since).validate("five").getValid()).isFalse();
    assertThat(schemas.validator(since).validate(6).getValid()).isTrue();
  }
}
