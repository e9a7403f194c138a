package dev.cairn.tooling.query;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.QuerySources;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.UserFunction;
import dev.cairn.engine.Engine;
import dev.cairn.engine.advice.QueryAdvice;
import dev.cairn.engine.advice.QueryWarning;
import dev.cairn.engine.context.Session;
import dev.cairn.migration.UnknownName;
import dev.cairn.processor.model.LineAndColumn;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.tooling.definition.SourceDefinitions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a statement against definitions before it is sent. A server may have more than the definitions: other databases and
 * catalogs, objects that were not understood, partitions and Cairn's own tables are not checked.
 */
public record RowStatementCheck(SourceDefinitions definitions) {
    private static final String OWN_TABLES = "__cairn_";

    /**
     * Returns the warnings about a statement.
     *
     * @throws RejectedStatementException if a server with these definitions would refuse the statement
     */
    public List<String> warnings(RowStatement statement) {
        try {
            QueryText text = statement.queryText();
            if (text != null) {
                return warnings(statement.typed(), text);
            }
            if (statement.statement() instanceof Statement.Opaque opaque && opaque.changesRows()) {
                return warnings(statement.typed(), Sql.parseManipulation(opaque));
            }
            return List.of();
        } catch (Refusal refusal) {
            throw rejected(statement.typed(), refusal);
        }
    }

    private List<String> warnings(String typed, QueryText text) {
        QuerySources sources = new KnownSources(definitions);
        BoundQuery bound = new QueryAnalysis(definitions.profile(), sources, definitions.database()).of(text.query());
        return shown(typed, new QueryAdvice(definitions.catalog()).of(typed, bound));
    }

    private List<String> warnings(String typed, Manipulation change) {
        Bindings bindings = new Bindings();
        new Engine(definitions.profile()).check(definitions.catalog(), session(), change, bindings);
        List<String> warnings = new ArrayList<>();
        if (change instanceof Manipulation.Update update && update.where() == null) {
            warnings.add("The UPDATE changes every row of " + Sql.render(update.target())
                    + ". Add a condition, or write WHERE TRUE if all rows are intended.");
        }
        warnings.addAll(shown(typed, new QueryAdvice(definitions.catalog()).of(typed, change, bindings)));
        return warnings;
    }

    private static List<String> shown(String typed, List<QueryWarning> warnings) {
        return warnings.stream()
                .map(warning ->
                        warning.message() + " " + warning.remedy() + "\n" + LineAndColumn.shown(typed, warning.at()))
                .toList();
    }

    private Session session() {
        return new Session(definitions.database());
    }

    private RejectedStatementException rejected(String typed, Refusal refusal) {
        UnknownName unknown = UnknownName.by(typed, refusal, definitions.catalog(), session());
        String suggestion = unknown == null ? "" : Suggestion.after(unknown.written(), unknown.known(), "");
        String end = suggestion.isEmpty() ? "." : suggestion;
        return new RejectedStatementException(
                refusal.reason() + end + "\n" + LineAndColumn.shown(typed, refusal.at()), refusal);
    }

    /** The objects of definitions; every name that a server may know beside them is an unknown object. */
    private static final class KnownSources implements QuerySources {
        private final SourceDefinitions definitions;
        private final QuerySources known;

        KnownSources(SourceDefinitions definitions) {
            this.definitions = definitions;
            this.known = new CatalogSources(definitions.profile(), definitions.catalog());
        }

        @Override
        public Source named(@Nullable String catalog, String database, String name, Span at) {
            boolean elsewhere = catalog != null || !database.equals(definitions.database());
            if (elsewhere || name.startsWith(OWN_TABLES) || definitions.mayDefine(name)) {
                try {
                    return known.named(catalog, database, name, at);
                } catch (Refusal unknown) {
                    return Source.unknown(database, name, Source.Kind.EXTERNAL);
                }
            }
            return known.named(null, database, name, at);
        }

        @Override
        public Source synchronousView(String database, String name) {
            return known.synchronousView(database, name);
        }

        @Override
        public List<UserFunction> functions(@Nullable String database, QualifiedName function) {
            return known.functions(database, function);
        }

        @Override
        public boolean hasUserAggregates() {
            return known.hasUserAggregates();
        }
    }
}
