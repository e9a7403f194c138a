/** HTTP against servers of a few lines. */
@NullMarked
package dev.cairn.server.http;

import org.jspecify.annotations.NullMarked;
