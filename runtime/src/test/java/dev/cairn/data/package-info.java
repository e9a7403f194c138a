/** Tests of refreshes, on a scheduler without threads. */
@NullMarked
package dev.cairn.data;

import org.jspecify.annotations.NullMarked;
