/**
 * Recorded migrations as values: their numbers, names and hashes, the chain that they form, the catalog that it results
 * in, and their Java source. This package does not locate or read files.
 *
 * <p>May use all other packages of the engine. Start at {@link dev.cairn.migration.MigrationChain} and
 * {@link dev.cairn.migration.Migration}.
 */
@NullMarked
package dev.cairn.migration;

import org.jspecify.annotations.NullMarked;
