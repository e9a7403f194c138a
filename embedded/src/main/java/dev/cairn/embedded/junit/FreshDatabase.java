package dev.cairn.embedded.junit;

import dev.cairn.embedded.EmbeddedStarRocks;

/**
 * A database that is created for a single test and dropped after it.
 *
 * @param server the server of the database
 * @param name the name of the database
 * @param jdbcUrl the JDBC URL with this database as the default database; the user {@code root} has no password by
 *     default
 */
public record FreshDatabase(EmbeddedStarRocks server, String name, String jdbcUrl) {}
