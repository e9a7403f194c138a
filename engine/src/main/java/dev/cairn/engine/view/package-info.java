/**
 * Views, and the materialized views that a change to their base tables deactivates.
 *
 * <p>Uses {@link dev.cairn.engine.query}. Start at {@link dev.cairn.engine.view.ViewDdl} and {@link
 * dev.cairn.engine.view.DependentMaterializedViews}.
 */
@NullMarked
package dev.cairn.engine.view;

import org.jspecify.annotations.NullMarked;
