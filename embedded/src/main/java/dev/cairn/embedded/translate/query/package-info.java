/**
 * What the translation knows about a query as a whole: its parts that a frontend evaluates, whether it is empty or
 * needs only the values of partitions, its recursive common tables, its merged states, and the result of its
 * translation.
 *
 * <p>It does not use the translators. Start with {@link dev.cairn.embedded.translate.query.TranslatedQuery} and
 * {@link dev.cairn.embedded.translate.query.FrontendConstants}.
 */
@NullMarked
package dev.cairn.embedded.translate.query;

import org.jspecify.annotations.NullMarked;
