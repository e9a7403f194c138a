/**
 * Views, and the effects that a change of an object has on the materialized views that read it.
 *
 * <p>Uses {@link dev.cairn.engine.query}. Start at {@link dev.cairn.engine.view.ViewDdl} and {@link
 * dev.cairn.engine.view.DependentMaterializedViews}.
 */
@NullMarked
package dev.cairn.engine.view;

import org.jspecify.annotations.NullMarked;
