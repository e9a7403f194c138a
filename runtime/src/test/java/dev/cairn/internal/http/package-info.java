/** HTTP against servers of a few lines. */
@NullMarked
package dev.cairn.internal.http;

import org.jspecify.annotations.NullMarked;
