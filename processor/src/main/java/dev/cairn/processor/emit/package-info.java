/**
 * Passes the results of the other stages to javac: findings become its messages, and generated classes become its
 * files. No other package prints messages or writes files. Start with {@code FindingPrinter} and
 * {@code GeneratedSourceWriter}.
 */
@NullMarked
package dev.cairn.processor.emit;

import org.jspecify.annotations.NullMarked;
