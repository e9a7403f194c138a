/**
 * The functions of dates and times, and the patterns by which they read and format texts.
 *
 * <p>Start with {@link dev.cairn.embedded.function.time.TimeFunctions}.
 */
@NullMarked
package dev.cairn.embedded.function.time;

import org.jspecify.annotations.NullMarked;
