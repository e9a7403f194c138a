/**
 * Removes mistakes from declared statements, so that the engine finds the next one. Start with {@link StatementRepairer}.
 */
@NullMarked
package dev.cairn.processor.check.repair;

import org.jspecify.annotations.NullMarked;
