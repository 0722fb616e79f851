/** What {@code ./run} is: one process that starts, watches and stops the whole system. */
package chat.embedded.supervisor;
