package chat.embedded.supervisor;

import chat.embedded.EmbeddedOptions;
import java.util.concurrent.CountDownLatch;

/** {@code ./run} with fake nodes, as a process of its own that can be killed. */
final class SupervisorProcess {
  private SupervisorProcess() {}

  public static void main(String[] args) throws Exception {
    Supervisor supervisor =
        Supervisor.prepare(
            RunOptions.parse(args),
            EmbeddedOptions.all().withQuickKafka(),
            FakeNode::command,
            System.out::println);
    Runtime.getRuntime().addShutdownHook(new Thread(supervisor::close));
    supervisor.start();
    System.out.println("Ready");
    new CountDownLatch(1).await();
  }
}
