/**
 * The choice of the template by which a function is translated, and the parameters of templates.
 *
 * <p>It does not use the translators. Start with {@link dev.cairn.embedded.translate.template.TemplateSelector}.
 */
@NullMarked
package dev.cairn.embedded.translate.template;

import org.jspecify.annotations.NullMarked;
