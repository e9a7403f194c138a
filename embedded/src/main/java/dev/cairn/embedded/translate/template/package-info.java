/**
 * Functions that are translated by templates.
 *
 * <p>It uses {@link dev.cairn.embedded.translate.value}. Start with
 * {@link dev.cairn.embedded.translate.template.Template}.
 */
@NullMarked
package dev.cairn.embedded.translate.template;

import org.jspecify.annotations.NullMarked;
