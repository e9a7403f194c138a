/**
 * StarRocks in a container, as a module of Testcontainers. Start at
 * {@link dev.cairn.testcontainers.StarRocksContainer}.
 *
 * <p>Depends on Testcontainers only, on no other part of Cairn.
 */
@NullMarked
package dev.cairn.testcontainers;

import org.jspecify.annotations.NullMarked;
