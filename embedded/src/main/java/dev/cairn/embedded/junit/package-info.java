/**
 * The embedded server in JUnit 5 tests.
 *
 * <p>Start at {@link dev.cairn.embedded.junit.EmbeddedStarRocksExtension}.
 */
@NullMarked
package dev.cairn.embedded.junit;

import org.jspecify.annotations.NullMarked;
