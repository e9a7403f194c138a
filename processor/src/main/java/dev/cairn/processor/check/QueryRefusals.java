package dev.cairn.processor.check;

import dev.cairn.analysis.UnknownFunction;
import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.migration.UnknownName;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.Finding;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.OldName;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.Root;
import dev.cairn.processor.model.Root.Member;
import dev.cairn.processor.model.Suggestion;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Converts refusals of queries to findings in the user's terms.
 *
 * @param root the root of the schema that the queries read
 */
public record QueryRefusals(Root root) {
    /**
     * Returns the finding of a refusal.
     *
     * @param subject the statement, such as {@code the query of 'active_account'}
     * @param part the refused part as the query spells it
     * @param columns the columns of all sources of the query
     */
    public Finding of(Refusal refusal, String subject, String part, Collection<String> columns, Place place) {
        Optional<UnknownFunction> unknownFunction = UnknownFunction.of(refusal);
        if (isUnknownTable(refusal)) {
            String name = part.replace("`", "");
            return Finding.of(FindingCode.UNKNOWN_TABLE, place, name, table(name));
        }
        Optional<String> unknownColumn = UnknownName.column(refusal);
        if (unknownColumn.isPresent()) {
            String name = unknownColumn.get();
            return Finding.of(FindingCode.UNKNOWN_COLUMN, place, name, column(UnknownName.last(name), columns));
        }
        if (unknownFunction.isPresent()) {
            UnknownFunction unknown = unknownFunction.get();
            String near = Suggestion.after(unknown.name(), new TreeSet<>(BuiltinFunctions.names()), "");
            return Finding.of(FindingCode.UNKNOWN_FUNCTION, place, unknown.name(), near, unknown.remedy());
        }
        return Finding.of(
                FindingCode.QUERY_REFUSED,
                place,
                root.profile().version(),
                subject,
                RefusalRemedies.reason(refusal),
                RefusalRemedies.of(refusal));
    }

    private static boolean isUnknownTable(Refusal refusal) {
        int errno = refusal.errno();
        return errno == ServerError.UNKNOWN_TABLE.errno()
                || errno == ServerError.UNKNOWN_DATABASE.errno()
                || errno == ServerError.UNKNOWN_CATALOG.errno();
    }

    private String table(String name) {
        for (Member member : root.members()) {
            OldName old = member.declaration().renamedFrom();
            if (old != null && old.name().equals(name)) {
                return renamed(member.declaration().name().toString());
            }
        }
        return Suggestion.after(
                name,
                root.members().stream()
                        .map(member -> member.declaration().name().toString())
                        .toList(),
                "; add its record to the schema, or declare it with @External if another application owns it");
    }

    /** @param columns the columns of all sources of the query */
    private String column(String name, Collection<String> columns) {
        for (Member member : root.members()) {
            for (DeclaredColumn column : member.declaration().columns()) {
                OldName old = column.renamedFrom();
                if (old != null && old.name().equalsIgnoreCase(name) && columns.contains(column.name())) {
                    return renamed(column.name());
                }
            }
        }
        return Suggestion.after(name, columns);
    }

    private static String renamed(String name) {
        return "; it was renamed to '" + name + "'";
    }
}
