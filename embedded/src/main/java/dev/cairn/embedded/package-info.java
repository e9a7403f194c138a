/**
 * A stand-in for StarRocks inside the JVM, for tests and demos: it speaks the MySQL protocol, and answers DDL, SHOW and
 * {@code information_schema} as a server of the chosen version would.
 *
 * <p>Start at {@link dev.cairn.embedded.EmbeddedStarRocks}.
 */
@NullMarked
package dev.cairn.embedded;

import org.jspecify.annotations.NullMarked;
