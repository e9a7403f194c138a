/**
 * The row-preservation tests: tables with rows are migrated on the embedded server, and what is there afterwards is
 * compared with what was there before. Start at {@link dev.cairn.preservation.PreservationServer}.
 */
@NullMarked
package dev.cairn.preservation;

import org.jspecify.annotations.NullMarked;
