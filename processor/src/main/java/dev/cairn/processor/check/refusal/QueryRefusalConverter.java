package dev.cairn.processor.check.refusal;

import dev.cairn.analysis.UnknownFunction;
import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.UnresolvedColumn;
import dev.cairn.engine.context.NameRule;
import dev.cairn.migration.UnknownName;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
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
public record QueryRefusalConverter(SchemaRoot root) {
    /**
     * A refused query.
     *
     * @param subject the statement, such as {@code the query of 'active_account'}
     * @param toSourceText returns the user's text for a part of the query
     * @param columnNames the columns of all sources of the query
     * @param bindings the names that the analysis had resolved before the refusal
     */
    public record RefusedQuery(
            String subject, Function<Span, String> toSourceText, Collection<String> columnNames, Bindings bindings) {}

    /** Returns the finding that describes a refusal, at a place in the source. */
    public Finding toFinding(Refusal refusal, RefusedQuery refusedQuery, Place place) {
        String refusedText = refusedQuery.toSourceText().apply(refusal.span());
        Optional<UnknownFunction> unknownFunction = UnknownFunction.findIn(refusal);
        if (isUnknownTableRefusal(refusal)) {
            String tableName = refusedText.replace("`", "");
            return Finding.of(CompileRule.UNKNOWN_TABLE, place, tableName, suggestTable(tableName));
        }
        Optional<String> unknownColumnName = UnknownName.findUnknownColumn(refusal);
        if (unknownColumnName.isPresent()) {
            String columnName = unknownColumnName.get();
            return Finding.of(
                    CompileRule.UNKNOWN_COLUMN,
                    place,
                    columnName,
                    describeRemedy(refusal, UnknownName.stripQualifier(columnName), refusedQuery));
        }
        if (unknownFunction.isPresent()) {
            UnknownFunction function = unknownFunction.get();
            List<String> declaredSignatures = root.findDeclaredSignatures(function.name());
            if (!declaredSignatures.isEmpty()) {
                return Finding.of(
                        CompileRule.UNKNOWN_FUNCTION,
                        place,
                        function.signature(),
                        ": the schema declares " + String.join(" and ", declaredSignatures),
                        "call it with these types, as with CAST, or declare another one: "
                                + function.renderDeclaration());
            }
            String suggestion = Suggestion.renderSuffix(function.name(), new TreeSet<>(BuiltinFunctions.names()), "");
            return Finding.of(CompileRule.UNKNOWN_FUNCTION, place, function.name(), suggestion, function.remedy());
        }
        return Finding.of(
                CompileRule.QUERY_REFUSED,
                place,
                root.checkedTarget().version(),
                refusedQuery.subject(),
                refusal.detailClause(),
                RefusalRemedies.describeRemedy(refusal));
    }

    /** Returns whether a table, its database or its external catalog does not exist. */
    public static boolean isUnknownTableRefusal(Refusal refusal) {
        int errno = refusal.errno();
        return errno == ServerError.UNKNOWN_TABLE.errno()
                || errno == ServerError.UNKNOWN_DATABASE.errno()
                || errno == ServerError.UNKNOWN_CATALOG.errno()
                || refusal.hasRule(NameRule.TABLE_NOT_FOUND);
    }

    private String suggestTable(String tableName) {
        for (Member member : root.members()) {
            PreviousName previousName = member.declaration().previousName();
            if (previousName != null && previousName.name().equals(tableName)) {
                return Suggestion.renderRenameSuffix(member.declaration().name().toString());
            }
        }
        return Suggestion.renderSuffix(
                tableName,
                root.members().stream()
                        .map(member -> member.declaration().name().toString())
                        .toList(),
                "; add its record to the schema, or declare it with @External if another application owns it");
    }

    private String describeRemedy(Refusal refusal, String columnName, RefusedQuery refusedQuery) {
        UnresolvedColumn unresolvedColumn = refusedQuery.bindings().unresolvedColumn();
        if (unresolvedColumn == null || !unresolvedColumn.name().lastPart().equalsIgnoreCase(columnName)) {
            return suggestColumn(columnName, refusedQuery.columnNames());
        }
        return new UnknownColumnRemedy(
                        unresolvedColumn, refusal.span(), refusedQuery.bindings(), refusedQuery.toSourceText())
                .findRemedy()
                .orElseGet(() -> suggestColumn(columnName, unresolvedColumn.candidateNames()));
    }

    /**
     * Returns the new or the nearest name of a column as the end of a message.
     *
     * @param candidateNames the columns to which the name may refer
     */
    public String suggestColumn(String columnName, Collection<String> candidateNames) {
        for (Member member : root.members()) {
            for (DeclaredColumn column : member.declaration().columns()) {
                PreviousName previousName = column.previousName();
                if (previousName != null
                        && previousName.name().equalsIgnoreCase(columnName)
                        && candidateNames.contains(column.name())) {
                    return Suggestion.renderRenameSuffix(column.name());
                }
            }
        }
        return Suggestion.renderSuffix(columnName, candidateNames);
    }
}
