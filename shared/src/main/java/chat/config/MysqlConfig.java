package chat.config;

import java.util.List;

/**
 * Section {@code mysql}: users, teams, channels and memberships. MySQL 8 or MariaDB.
 *
 * @param endpoints {@code host:port}; the program finds the writable one
 * @param user needs all privileges on the database: the program creates and migrates its tables
 * @param poolSize connections of this node at most
 */
public record MysqlConfig(
    List<String> endpoints, String database, String user, String password, int poolSize) {}
