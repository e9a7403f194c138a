/**
 * Recorded migrations as values: their numbers, names and hashes, the chain that they form, what it folds to, and how one
 * is written down. Where they are found, and who reads the files, is not known here.
 *
 * <p>May use all other packages of the engine. Start at {@link dev.cairn.migration.Chain} and {@link
 * dev.cairn.migration.Migration}.
 */
@NullMarked
package dev.cairn.migration;

import org.jspecify.annotations.NullMarked;
