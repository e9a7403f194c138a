/**
 * Checks the roles of a schema, and adds them to the declared catalog.
 *
 * <p>Uses the engine and the model. Start with {@link dev.cairn.processor.check.access.RoleCheck}.
 */
@NullMarked
package dev.cairn.processor.check.access;

import org.jspecify.annotations.NullMarked;
