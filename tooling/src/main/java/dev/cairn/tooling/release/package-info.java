/**
 * The queries that the previous release of an application sends to the server while a rolling deployment replaces it,
 * and the constants of enums that it knows. Start reading at {@code ReleasedQueriesFile}.
 */
@NullMarked
package dev.cairn.tooling.release;

import org.jspecify.annotations.NullMarked;
