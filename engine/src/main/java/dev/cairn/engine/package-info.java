/**
 * What a statement makes of a catalog: the server's checks, in the server's words, and what it stores.
 *
 * <p>May use {@link dev.cairn.sql} and {@link dev.cairn.catalog}. Start at {@link dev.cairn.engine.Engine}.
 */
@NullMarked
package dev.cairn.engine;

import org.jspecify.annotations.NullMarked;
