/**
 * Converts the outputs of SHOW CREATE into objects, also those of objects that the server can't use any more.
 *
 * <p>It sends no statement. Start with {@code ShownObjectReader}.
 */
@NullMarked
package dev.cairn.internal.reflection.show;

import org.jspecify.annotations.NullMarked;
