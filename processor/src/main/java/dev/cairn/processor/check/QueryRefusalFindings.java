package dev.cairn.processor.check;

import dev.cairn.analysis.UnknownFunction;
import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.UnresolvedColumn;
import dev.cairn.migration.NameSuggestions;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.Finding;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.PreviousName;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.SchemaRoot.Member;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Span;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Converts refusals of queries to findings in the user's terms.
 *
 * @param root the root of the schema that the queries read
 */
public record QueryRefusalFindings(SchemaRoot root) {
    /**
     * A refused query.
     *
     * @param subject the statement, such as {@code the query of 'active_account'}
     * @param sourceText returns the user's text for a part of the query
     * @param columnNames the columns of all sources of the query
     * @param bindings the names that the analysis had resolved before the refusal
     */
    public record RefusedQuery(
            String subject, Function<Span, String> sourceText, Collection<String> columnNames, Bindings bindings) {}

    /** Returns the finding that describes a refusal, at the given place. */
    public Finding toFinding(Refusal refusal, RefusedQuery query, Place place) {
        String refusedText = query.sourceText().apply(refusal.span());
        Optional<UnknownFunction> unknownFunction = UnknownFunction.findIn(refusal);
        if (isUnknownTable(refusal)) {
            String tableName = refusedText.replace("`", "");
            return Finding.of(FindingCode.UNKNOWN_TABLE, place, tableName, suggestTable(tableName));
        }
        Optional<String> unknownColumn = NameSuggestions.findUnknownColumn(refusal);
        if (unknownColumn.isPresent()) {
            String columnName = unknownColumn.get();
            return Finding.of(
                    FindingCode.UNKNOWN_COLUMN,
                    place,
                    columnName,
                    describeRemedy(refusal, NameSuggestions.stripQualifier(columnName), query));
        }
        if (unknownFunction.isPresent()) {
            UnknownFunction function = unknownFunction.get();
            List<String> declaredSignatures = root.findDeclaredSignatures(function.name());
            if (!declaredSignatures.isEmpty()) {
                return Finding.of(
                        FindingCode.UNKNOWN_FUNCTION,
                        place,
                        function.signature(),
                        ": the schema declares " + String.join(" and ", declaredSignatures),
                        "call it with these types, as with CAST, or declare another one: "
                                + function.renderDeclaration());
            }
            String suggestion = Suggestion.renderEnding(function.name(), new TreeSet<>(BuiltinFunctions.names()), "");
            return Finding.of(FindingCode.UNKNOWN_FUNCTION, place, function.name(), suggestion, function.remedy());
        }
        return Finding.of(
                FindingCode.QUERY_REFUSED,
                place,
                root.checkedTarget().version(),
                query.subject(),
                RefusalRemedies.reason(refusal),
                RefusalRemedies.remedyFor(refusal));
    }

    static boolean isUnknownTable(Refusal refusal) {
        int errno = refusal.errno();
        return errno == ServerError.UNKNOWN_TABLE.errno()
                || errno == ServerError.UNKNOWN_DATABASE.errno()
                || errno == ServerError.UNKNOWN_CATALOG.errno();
    }

    private String suggestTable(String name) {
        for (Member member : root.members()) {
            PreviousName previousName = member.declaration().previousName();
            if (previousName != null && previousName.name().equals(name)) {
                return Suggestion.renderRenameEnding(member.declaration().name().toString());
            }
        }
        return Suggestion.renderEnding(
                name,
                root.members().stream()
                        .map(member -> member.declaration().name().toString())
                        .toList(),
                "; add its record to the schema, or declare it with @External if another application owns it");
    }

    private String describeRemedy(Refusal refusal, String column, RefusedQuery query) {
        UnresolvedColumn unresolvedColumn = query.bindings().unresolvedColumn();
        if (unresolvedColumn == null || !unresolvedColumn.name().lastPart().equalsIgnoreCase(column)) {
            return suggestColumn(column, query.columnNames());
        }
        return new UnknownColumnRemedy(unresolvedColumn, refusal.span(), query.bindings(), query.sourceText())
                .findRemedy()
                .orElseGet(() -> suggestColumn(column, unresolvedColumn.candidateNames()));
    }

    /**
     * Returns the new or the nearest name of a column as the end of a message.
     *
     * @param columns the columns to which the name may refer
     */
    String suggestColumn(String name, Collection<String> columns) {
        for (Member member : root.members()) {
            for (DeclaredColumn column : member.declaration().columns()) {
                PreviousName previousName = column.previousName();
                if (previousName != null
                        && previousName.name().equalsIgnoreCase(name)
                        && columns.contains(column.name())) {
                    return Suggestion.renderRenameEnding(column.name());
                }
            }
        }
        return Suggestion.renderEnding(name, columns);
    }
}
