/** Tests of questions to the server. */
@NullMarked
package dev.cairn.internal.polling;

import org.jspecify.annotations.NullMarked;
