/**
 * A sample application: a small shop on StarRocks. {@link dev.cairn.sample.Main} is the entry point,
 * {@link dev.cairn.sample.Tour} demonstrates the features one by one, and the package {@code shop} contains the records. The
 * sample uses only public types of Cairn. It runs on the embedded server unless another one is configured.
 */
@NullMarked
package dev.cairn.sample;

import org.jspecify.annotations.NullMarked;
