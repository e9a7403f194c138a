/** What clients have sent, for tests to count. */
@NullMarked
package dev.cairn.embedded.log;

import org.jspecify.annotations.NullMarked;
