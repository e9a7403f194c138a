/** Tests of questions to the server. */
@NullMarked
package dev.cairn.internal.poll;

import org.jspecify.annotations.NullMarked;
