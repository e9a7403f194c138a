/**
 * Functions that translate by a template.
 *
 * <p>Uses {@link dev.cairn.embedded.translate.value}. Start at {@link dev.cairn.embedded.translate.template.Templates}.
 */
@NullMarked
package dev.cairn.embedded.translate.template;

import org.jspecify.annotations.NullMarked;
