/**
 * Functions: their signatures, overload resolution, and the server's checks of arguments.
 *
 * <p>Uses {@link dev.cairn.analysis.type}. Start at {@link dev.cairn.analysis.function.BuiltinFunctions} and
 * {@link dev.cairn.analysis.function.FunctionResolution}.
 */
@NullMarked
package dev.cairn.analysis.function;

import org.jspecify.annotations.NullMarked;
