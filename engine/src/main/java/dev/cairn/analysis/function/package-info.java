/**
 * The functions of the server: an entry for each function with its signatures, checks and rewrite, and the overload
 * resolution.
 *
 * <p>Uses {@link dev.cairn.analysis.type}. Start at {@link dev.cairn.analysis.function.FunctionEntry}, at a
 * {@link dev.cairn.analysis.function.FunctionFamily} such as {@link dev.cairn.analysis.function.ScalarFunctions}, and
 * at {@link dev.cairn.analysis.function.FunctionResolver}.
 */
@NullMarked
package dev.cairn.analysis.function;

import org.jspecify.annotations.NullMarked;
