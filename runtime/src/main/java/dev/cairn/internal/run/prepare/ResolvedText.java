package dev.cairn.internal.run.prepare;

import dev.cairn.schema.PlaceholderException;
import dev.cairn.schema.Where;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.PlaceholderResolver;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts values in the place of placeholders, and names as they are sent where properties name staging tables. */
final class ResolvedText implements PlaceholderResolver {
    private static final Set<String> NAMING = Set.of("unique_constraints", "foreign_key_constraints");
    private static final Pattern NAME = Pattern.compile("\\w+");
    private static final String LITERAL = "$${";

    private final Where where;
    private final Placeholders placeholders;
    private final UnaryOperator<String> names;

    ResolvedText(Where where, Placeholders placeholders, UnaryOperator<String> names) {
        this.where = where;
        this.placeholders = placeholders;
        this.names = names;
    }

    @Override
    public String property(String name, String value) {
        if (Placeholder.isWhole(value)) {
            return value(Placeholder.of(value));
        }
        if (value.startsWith(LITERAL)) {
            return value.substring(1);
        }
        return NAMING.contains(name) ? NAME.matcher(value).replaceAll(found -> names.apply(found.group())) : value;
    }

    @Override
    public Buckets buckets(Placeholder placeholder) {
        String value = value(placeholder).strip();
        try {
            return new Buckets.Count(Integer.parseInt(value));
        } catch (NumberFormatException none) {
            throw new PlaceholderException(
                    where,
                    placeholder + " is a number of buckets, and its value is '" + value + "'",
                    "Give it a number.",
                    none);
        }
    }

    private String value(Placeholder placeholder) {
        @Nullable String value = placeholders.values().getOrDefault(placeholder.name(), placeholder.fallback());
        if (value == null) {
            throw new PlaceholderException(
                    where,
                    placeholder + " has no value",
                    "Give one in the options of the migrator, on the command line with --placeholder "
                            + placeholder.name() + "=…, or a fallback in the migration: ${" + placeholder.name()
                            + ":…}.");
        }
        return value;
    }
}
