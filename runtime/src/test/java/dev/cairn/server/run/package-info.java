/** Tests against the embedded server, over the driver. */
@NullMarked
package dev.cairn.server.run;

import org.jspecify.annotations.NullMarked;
