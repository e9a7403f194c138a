/**
 * The texts in which the embedded server passes values between DuckDB, its functions and its clients, and the text
 * files that it contains. Start with {@link dev.cairn.embedded.text.ByteTextCodec} and
 * {@link dev.cairn.embedded.text.NumberText}.
 */
@NullMarked
package dev.cairn.embedded.text;

import org.jspecify.annotations.NullMarked;
