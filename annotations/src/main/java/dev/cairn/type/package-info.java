/** Java types for the values of StarRocks types that have no counterpart in the JDK. */
@NullMarked
package dev.cairn.type;

import org.jspecify.annotations.NullMarked;
