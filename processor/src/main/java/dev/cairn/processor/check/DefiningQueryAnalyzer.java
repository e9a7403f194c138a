package dev.cairn.processor.check;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.processor.check.refusal.QueryRefusalConverter;
import dev.cairn.processor.check.refusal.QueryRefusalConverter.RefusedQuery;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.WrittenSql;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.Optional;

/** Analyzes the queries of declared objects, and reports those that the server would refuse. */
final class DefiningQueryAnalyzer {
    private final ServerProfile profile;
    private final String databaseName;
    private final QueryRefusalConverter refusalConverter;

    /**
     * Creates an analyzer for the target that the root checks.
     *
     * @param databaseName the database of names that have no qualifier
     */
    DefiningQueryAnalyzer(SchemaRoot root, String databaseName) {
        this.profile = root.checkedTarget();
        this.databaseName = databaseName;
        this.refusalConverter = new QueryRefusalConverter(root);
    }

    /** Returns the bound query; if the server would refuse it, adds a finding and returns an empty result. */
    Optional<BoundQuery> analyze(
            ObjectDeclaration declaration, QueryText query, DeclaredSourceResolver sourceResolver, Findings findings) {
        Bindings bindings = new Bindings();
        try {
            return Optional.of(new QueryAnalysis(profile, sourceResolver, databaseName)
                    .analyzeExecutable(query.query(), bindings));
        } catch (Refusal refusal) {
            RefusedQuery refusedQuery = new RefusedQuery(
                    "the query of '" + declaration.name().lastPart().text() + "'",
                    WrittenSql.of(query)::sourceText,
                    sourceResolver.columnNames(),
                    bindings);
            reportRefusal(refusal, refusedQuery, query, findings);
            return Optional.empty();
        }
    }

    private void reportRefusal(Refusal refusal, RefusedQuery refusedQuery, QueryText query, Findings findings) {
        String excerpt = WrittenSql.of(query).renderExcerpt(refusal.span());
        findings.add(refusalConverter
                .toFinding(refusal, refusedQuery, Place.of(query.span()))
                .withExcerpt(excerpt));
    }
}
