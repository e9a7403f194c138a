/**
 * The functions of JSON and VARIANT, the paths in their documents, and the binary encoding of VARIANT.
 *
 * <p>Start with {@link dev.cairn.embedded.function.document.JsonFunctions} and
 * {@link dev.cairn.embedded.function.document.Variant}.
 */
@NullMarked
package dev.cairn.embedded.function.document;

import org.jspecify.annotations.NullMarked;
