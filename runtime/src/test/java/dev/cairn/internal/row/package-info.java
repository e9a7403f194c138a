/** Tests of the texts and values of rows. */
@NullMarked
package dev.cairn.internal.row;

import org.jspecify.annotations.NullMarked;
