/** Tests of the output of the sample. */
@NullMarked
package dev.cairn.sample;

import org.jspecify.annotations.NullMarked;
