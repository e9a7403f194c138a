/**
 * Rules that hold of one declared table, each a class.
 *
 * <p>Start at {@link dev.cairn.processor.check.rule.TableRules}.
 */
@NullMarked
package dev.cairn.processor.check.rule;

import org.jspecify.annotations.NullMarked;
