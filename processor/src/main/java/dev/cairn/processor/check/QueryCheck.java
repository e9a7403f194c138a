package dev.cairn.processor.check;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.UnknownFunction;
import dev.cairn.analysis.source.AnalysedQuery;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.processor.check.rule.Suggestion;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Whether a query finds what it names, and what it gives. */
final class QueryCheck {
    private static final String UNRESOLVED = "' cannot be resolved";
    private static final String COLUMN = "Column '";

    private final ServerProfile profile;
    private final String database;
    private final List<String> tables;

    /**
     * @param database where names without a database are looked for
     * @param tables names of all that the schema holds
     */
    QueryCheck(ServerProfile profile, String database, List<String> tables) {
        this.profile = profile;
        this.database = database;
        this.tables = tables;
    }

    /** What the query gives; empty where the server would refuse it. */
    Optional<AnalysedQuery> answer(Declaration declaration, QueryText query, SchemaSources sources, Findings findings) {
        try {
            return Optional.of(new QueryAnalysis(profile, sources, database).of(query.query()));
        } catch (Refusal refusal) {
            report(refusal, declaration, query, sources, findings);
            return Optional.empty();
        }
    }

    private void report(
            Refusal refusal, Declaration declaration, QueryText query, SchemaSources sources, Findings findings) {
        String excerpt = QueryExcerpt.of(query, refusal.at());
        Place place = Place.of(query.span());
        String detail = refusal.detail();
        Optional<UnknownFunction> unknownFunction = UnknownFunction.of(detail);
        if (isUnknownTable(refusal)) {
            String name = written(query, refusal);
            findings.addWith(excerpt, FindingCode.UNKNOWN_TABLE, place, name, meant(name));
        } else if (detail.startsWith(COLUMN) && detail.endsWith(UNRESOLVED)) {
            String path = detail.substring(COLUMN.length(), detail.length() - UNRESOLVED.length());
            String name = path.replace("`", "");
            String column = name.substring(name.lastIndexOf('.') + 1);
            findings.addWith(
                    excerpt, FindingCode.UNKNOWN_COLUMN, place, name, Suggestion.after(column, sources.columns()));
        } else if (unknownFunction.isPresent()) {
            UnknownFunction unknown = unknownFunction.get();
            String near = Suggestion.nearest(unknown.name(), new TreeSet<>(BuiltinFunctions.names()))
                    .map(known -> "; did you mean '" + known + "'?")
                    .orElse("");
            findings.addWith(excerpt, FindingCode.UNKNOWN_FUNCTION, place, unknown.name(), near, unknown.remedy());
        } else {
            findings.addWith(
                    excerpt,
                    FindingCode.QUERY_REFUSED,
                    place,
                    profile.version(),
                    RefusalFindings.name(declaration.statement()),
                    detail);
        }
    }

    private static boolean isUnknownTable(Refusal refusal) {
        int errno = refusal.errno();
        return errno == ServerError.UNKNOWN_TABLE.errno()
                || errno == ServerError.UNKNOWN_DATABASE.errno()
                || errno == ServerError.UNKNOWN_CATALOG.errno();
    }

    /** The name as it stands in the query. */
    private static String written(QueryText query, Refusal refusal) {
        int start = refusal.at().offset() - query.span().offset();
        int end = start + refusal.at().length();
        return query.text()
                .substring(Math.max(0, start), Math.min(end, query.text().length()))
                .replace("`", "");
    }

    private String meant(String name) {
        return Suggestion.nearest(name, tables)
                .map(known -> "; did you mean '" + known + "'?")
                .orElse("; add its record to the schema, or declare it with @External if others keep it");
    }
}
