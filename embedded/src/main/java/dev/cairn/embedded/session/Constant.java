package dev.cairn.embedded.session;

import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/**
 * A value that does not depend on rows.
 *
 * @param text the text that a client receives; null for NULL
 */
public record Constant(@Nullable String text, Type type) {}
