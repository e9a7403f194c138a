/**
 * What the other stages made, handed to javac: findings to its messages, generated classes to its files. Nothing else
 * prints or writes.
 */
@NullMarked
package dev.cairn.processor.emit;

import org.jspecify.annotations.NullMarked;
