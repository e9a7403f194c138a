/** Tests of the answers to polls. */
@NullMarked
package dev.cairn.internal.polling;

import org.jspecify.annotations.NullMarked;
