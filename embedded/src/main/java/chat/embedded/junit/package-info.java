/** Real back ends for JUnit tests: one set per test JVM, fresh databases per test class. */
package chat.embedded.junit;
