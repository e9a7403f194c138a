package dev.cairn.embedded.junit;

import dev.cairn.embedded.EmbeddedStarRocks;

/**
 * A database that one test has for itself.
 *
 * @param jdbcUrl uses it at once, for the user root, who has no password
 */
public record FreshDatabase(EmbeddedStarRocks server, String name, String jdbcUrl) {}
