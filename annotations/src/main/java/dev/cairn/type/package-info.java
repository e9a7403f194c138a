/** Values that StarRocks has and Java has not. */
@NullMarked
package dev.cairn.type;

import org.jspecify.annotations.NullMarked;
