/** The whole system on one machine: every back end in one process tree. */
package chat.embedded;
