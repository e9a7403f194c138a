/**
 * JUnit 5 support for the embedded server.
 *
 * <p>Start with {@link dev.cairn.embedded.junit.EmbeddedStarRocksExtension}.
 */
@NullMarked
package dev.cairn.embedded.junit;

import org.jspecify.annotations.NullMarked;
