/**
 * A tokenizer for statements that the engine does not parse, such as SET, GRANT and KILL, and the errors of the
 * embedded server that are not the engine's. Start with {@link TokenReader} and {@link EmbeddedRule}.
 */
@NullMarked
package dev.cairn.embedded.token;

import org.jspecify.annotations.NullMarked;
