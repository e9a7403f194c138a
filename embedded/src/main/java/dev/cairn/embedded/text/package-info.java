/**
 * The texts in which the embedded server passes values between DuckDB, its functions and its clients. Start with
 * {@link dev.cairn.embedded.text.ByteTextCodec} and {@link dev.cairn.embedded.text.NumberText}.
 */
@NullMarked
package dev.cairn.embedded.text;

import org.jspecify.annotations.NullMarked;
