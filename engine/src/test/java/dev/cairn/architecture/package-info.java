/** What the architecture tests of all modules have in common. */
@NullMarked
package dev.cairn.architecture;

import org.jspecify.annotations.NullMarked;
