package chat.push;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AssignmentTest {
  @Test
  void nothingThatIsNotDealtWithIsPassed() {
    Assignment assignment = new Assignment(0, 5);
    assertThat(assignment.done()).isEqualTo(5);
    assignment.read(5, false);
    assertThat(assignment.done()).isEqualTo(6);
    assignment.read(6, true);
    assignment.read(8, true);
    assignment.read(9, false);
    assertThat(assignment.done()).isEqualTo(6);
    assignment.close(8);
    assertThat(assignment.done()).isEqualTo(6);
    assignment.close(6);
    assertThat(assignment.done()).isEqualTo(10);
  }
}
