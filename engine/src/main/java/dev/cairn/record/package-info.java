/**
 * Recorded migrations as values: their numbers, names and hashes, the chain that they form, what it folds to, and how one
 * is written down. Where they are found, and who reads the files, is not known here.
 *
 * <p>May use all other packages of the engine. Start at {@link dev.cairn.record.Chain} and {@link
 * dev.cairn.record.Migration}.
 */
@NullMarked
package dev.cairn.record;

import org.jspecify.annotations.NullMarked;
