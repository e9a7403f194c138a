/** Points, lines, polygons and circles on the sphere of the earth. */
@NullMarked
package dev.cairn.embedded.function.geometry;

import org.jspecify.annotations.NullMarked;
