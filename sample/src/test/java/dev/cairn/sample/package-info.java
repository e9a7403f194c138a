/** The sample as somebody sees it who runs it. */
@NullMarked
package dev.cairn.sample;

import org.jspecify.annotations.NullMarked;
