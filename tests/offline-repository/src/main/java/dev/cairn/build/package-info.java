/** Parts of Cairn's own build. Start with {@code OfflineRepositoryMojo}. */
@NullMarked
package dev.cairn.build;

import org.jspecify.annotations.NullMarked;
