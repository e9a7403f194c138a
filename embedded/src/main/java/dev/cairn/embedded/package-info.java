/**
 * An embedded StarRocks substitute for tests and demos, which runs inside the JVM. It speaks the MySQL protocol, and
 * answers DDL, SHOW and {@code information_schema} queries as a server of the chosen version would.
 *
 * <p>Start with {@link dev.cairn.embedded.EmbeddedStarRocks}.
 */
@NullMarked
package dev.cairn.embedded;

import org.jspecify.annotations.NullMarked;
