/**
 * Clients of other projects on the embedded server: each does the same eight things in its own way. Start with
 * {@code ClientMatrixTest}.
 */
@NullMarked
package dev.cairn.clients;

import org.jspecify.annotations.NullMarked;
