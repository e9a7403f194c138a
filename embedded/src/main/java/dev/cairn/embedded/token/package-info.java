/** A tokenizer for statements that the engine does not parse, such as SET, GRANT and KILL. */
@NullMarked
package dev.cairn.embedded.token;

import org.jspecify.annotations.NullMarked;
