package dev.cairn.engine.cluster;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.write.JoinedTexts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns of a Routine Load: {@code (id, raw, v = raw + 1)}. A name without an expression is a column of the
 * source; if the table has a column with this name, the values are stored there.
 */
record RoutineLoadColumnMapping(List<MappedColumn> columns) {
    /**
     * A column of the list.
     *
     * @param value the expression that computes the column; empty for a column of the source
     */
    record MappedColumn(String name, Optional<Expression> value) {}

    /** The server keeps the columns of the source before the computed ones, each in their order. */
    RoutineLoadColumnMapping {
        columns = Stream.concat(
                        columns.stream().filter(column -> column.value.isEmpty()),
                        columns.stream().filter(column -> column.value.isPresent()))
                .toList();
    }

    /**
     * Parses a list; names may lack backquotes, for example in a list that a server prints.
     *
     * @throws SqlSyntaxException if an expression can't be parsed
     */
    static RoutineLoadColumnMapping parse(String listText) {
        List<MappedColumn> columns = new ArrayList<>();
        for (String item : JoinedTexts.splitAtCommas(listText)) {
            int equalsIndex = item.indexOf('=');
            String name = (equalsIndex < 0 ? item : item.substring(0, equalsIndex)).strip();
            String unquotedName = name.startsWith("`") ? name.substring(1, name.length() - 1) : name;
            columns.add(new MappedColumn(
                    unquotedName,
                    equalsIndex < 0
                            ? Optional.empty()
                            : Optional.of(Sql.parseExpression(item.substring(equalsIndex + 1)))));
        }
        return new RoutineLoadColumnMapping(columns);
    }

    /** Returns the list in the form in which a catalog keeps it. */
    String toStoredText() {
        return columns.stream()
                .map(column -> "`" + column.name + "`"
                        + column.value
                                .map(value -> " = " + RoutineLoadExpressionForm.renderStored(value))
                                .orElse(""))
                .collect(Collectors.joining(", "));
    }

    /** Returns the list as a server prints it, with too few parentheses and backquotes. */
    String toShownText() {
        return columns.stream()
                .map(column -> column.name
                        + column.value
                                .map(value -> "=" + RoutineLoadExpressionForm.renderShown(value))
                                .orElse(""))
                .collect(Collectors.joining(", "));
    }

    /**
     * Returns the columns whose expressions may have had parentheses that a server does not print: {@code a + b * c}.
     */
    Set<String> findAmbiguousColumnNames() {
        Set<String> names = new LinkedHashSet<>();
        columns.forEach(column ->
                column.value.filter(RoutineLoadExpressionForm::isAmbiguous).ifPresent(value -> names.add(column.name)));
        return names;
    }

    /** Returns whether a list keeps its meaning in the form that a server prints. */
    static boolean keepsMeaningWhenShown(String storedList) {
        try {
            return parse(parse(storedList).toShownText()).toStoredText().equals(storedList);
        } catch (SqlSyntaxException ignored) {
            return false;
        }
    }

    /** Returns whether a server prints two lists alike. If one of them can't be parsed, their texts are compared. */
    static boolean areShownAlike(String storedList, String shownList) {
        try {
            return parse(storedList).toShownText().equals(parse(shownList).toShownText());
        } catch (SqlSyntaxException ignored) {
            return storedList.equals(shownList);
        }
    }
}
