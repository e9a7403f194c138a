package dev.cairn.tooling.definition;

import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.PlaceholderResolver;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What placeholders stand for; one that has neither a value nor a fallback stays as it is. */
record PlaceholderValues(Map<String, String> values) implements PlaceholderResolver {
    private static final String LITERAL = "$${";

    @Override
    public String property(String name, String value) {
        if (value.startsWith(LITERAL)) {
            return value.substring(1);
        }
        String known = Placeholder.isWhole(value) ? value(Placeholder.of(value)) : null;
        return known == null ? value : known;
    }

    @Override
    public Buckets buckets(Placeholder placeholder) {
        String known = value(placeholder);
        return known != null && known.matches("\\d{1,9}")
                ? new Buckets.Count(Integer.parseInt(known))
                : new Buckets.Later(placeholder);
    }

    private @Nullable String value(Placeholder placeholder) {
        return values.getOrDefault(placeholder.name(), placeholder.fallback());
    }
}
