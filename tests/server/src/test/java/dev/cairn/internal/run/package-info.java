/** Tests against the embedded server, over the driver. */
@NullMarked
package dev.cairn.internal.run;

import org.jspecify.annotations.NullMarked;
