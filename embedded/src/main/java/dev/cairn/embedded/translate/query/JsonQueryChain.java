package dev.cairn.embedded.translate.query;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Nested calls of {@code json_query}, also written as {@code ->}, which a frontend merges into one call if their paths
 * are constants. It joins the paths by a dot, and loses the quotes of the inner names. In the merged path, {@code $} is
 * the whole document, and a name after a wildcard is searched in each element.
 */
public record JsonQueryChain(Expression document, String path) {
    private static final char QUOTE = '"';
    private static final char SEPARATOR = '.';

    /** Returns a call with a constant path, merged with the calls that calculate its document; empty for others. */
    public static Optional<JsonQueryChain> find(Expression writtenExpression) {
        return findCall(writtenExpression.unwrap()).map(JsonQueryChain::merge);
    }

    private static Optional<JsonQueryChain> findCall(Expression expression) {
        if (expression instanceof Expression.Arrow arrow) {
            return Optional.of(new JsonQueryChain(arrow.base(), arrow.path().value()));
        }
        return expression instanceof Call call
                        && CallRewrites.lowerCaseName(call).equals("json_query")
                        && call.arguments().size() == 2
                        && call.arguments().get(1).unwrap() instanceof Expression.StringLiteral path
                ? Optional.of(new JsonQueryChain(call.arguments().get(0), path.value()))
                : Optional.empty();
    }

    private JsonQueryChain merge() {
        if (!isMergeable()) {
            return this;
        }
        return find(document)
                .map(inner -> new JsonQueryChain(inner.document, inner.path + renderSuffix()))
                .orElse(this);
    }

    private boolean isMergeable() {
        return !path.isBlank()
                && !path.contains("..")
                && path.chars().filter(character -> character == QUOTE).count() % 2 == 0;
    }

    private String renderSuffix() {
        List<String> names = splitPath();
        if (!names.isEmpty() && names.get(0).equals("$")) {
            names.remove(0);
        }
        String suffix = String.join(".", names);
        return suffix.isBlank() ? "" : SEPARATOR + suffix;
    }

    /** Returns the parts of the path that are not empty, without their quotes. */
    private List<String> splitPath() {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < path.length(); i++) {
            char character = path.charAt(i);
            if (character == QUOTE) {
                boolean isDoubled = isQuoted && i + 1 < path.length() && path.charAt(i + 1) == QUOTE;
                if (isDoubled) {
                    name.append(QUOTE);
                    i++;
                } else {
                    isQuoted = !isQuoted;
                }
            } else if (character == SEPARATOR && !isQuoted) {
                addName(name, names);
            } else {
                name.append(character);
            }
        }
        addName(name, names);
        return names;
    }

    private static void addName(StringBuilder name, List<String> names) {
        if (!name.isEmpty()) {
            names.add(name.toString());
            name.setLength(0);
        }
    }
}
