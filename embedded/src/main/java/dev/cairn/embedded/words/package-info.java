/** Reads statements that are none of the engine's: SET, GRANT, KILL and the like. */
@NullMarked
package dev.cairn.embedded.words;

import org.jspecify.annotations.NullMarked;
