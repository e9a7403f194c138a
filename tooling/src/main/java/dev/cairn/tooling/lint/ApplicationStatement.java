package dev.cairn.tooling.lint;

import dev.cairn.engine.context.Session;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReadingStatement;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.CheckedQuery.RelationUse;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.sql.Sql;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * A statement that an application sends, and that a migration may break.
 *
 * @param rule the lint rule that reports the statement if the migration breaks it
 * @param relations the relations that the statement names, with the columns that {@code *} stood for when the statement
 *     was compiled
 * @param database the database of relations that are named without a database
 */
record ApplicationStatement(
        LintRule rule, ReadingStatement readingStatement, List<RelationUse> relations, String database) {
    /** Returns the statement that fills a snapshot table. */
    static ApplicationStatement ofSnapshotRefresh(ReadingStatement refreshStatement) {
        return new ApplicationStatement(LintRule.BREAKS_VIEW, refreshStatement, List.of(), "");
    }

    /** Returns the checked queries of an interface. */
    static List<ApplicationStatement> ofListing(LintRule rule, QueryListing listing) {
        return listing.queries().stream()
                .flatMap(query -> ofQuery(rule, listing.schemaName(), query).stream())
                .toList();
    }

    /**
     * Returns a checked query; empty if this version of Cairn can't parse it and therefore knows nothing about it.
     */
    private static Optional<ApplicationStatement> ofQuery(LintRule rule, String schemaName, CheckedQuery query) {
        try {
            ReadingStatement readingStatement = parseSample(schemaName, query);
            List<RelationUse> relations = query.sourceRelations().stream()
                    .filter(relation -> relation.readingView().isEmpty())
                    .toList();
            return Optional.of(new ApplicationStatement(rule, readingStatement, relations, schemaName));
        } catch (SqlSyntaxException ignored) {
            return Optional.empty();
        }
    }

    /**
     * Parses the sample of a checked query.
     *
     * @throws SqlSyntaxException if this version of Cairn can't parse it
     */
    static ReadingStatement parseSample(String schemaName, CheckedQuery query) {
        return new ReadingStatement(
                Reader.Kind.STATEMENT,
                new ObjectName("", query.name()),
                new Session(schemaName),
                Sql.parse(query.sample()));
    }
}
