/** Typed use of a schema. */
@NullMarked
package dev.cairn.data;

import org.jspecify.annotations.NullMarked;
