/**
 * Reads, compares and formats definitions: of live databases, SQL files, and compiled schemas. Each becomes a catalog.
 * Start at {@link SourceDefinitions}.
 */
@NullMarked
package dev.cairn.tooling.definition;

import org.jspecify.annotations.NullMarked;
