package dev.cairn.processor.check;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.UnknownFunction;
import dev.cairn.analysis.source.AnalysedQuery;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.processor.check.SchemaSources.Asked;
import dev.cairn.processor.check.rule.ReferencedColumns;
import dev.cairn.processor.check.rule.Suggestion;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Finding;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.Root;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Views and materialized views, each made when all that its query reads is there. */
final class DefiningQueryCheck {
    private static final Set<FindingCode> OTHER_COLUMNS =
            Set.of(FindingCode.UNMATCHED_COMPONENT, FindingCode.UNMATCHED_OUTPUT, FindingCode.COLUMN_COUNT);

    private final Root root;
    private final DeclaredCatalogCheck schema;
    private final QueryCheck queries;

    /** Those that are still to be made. */
    private final Map<Asked, Declaration> undeclared = new LinkedHashMap<>();

    /** Those that were begun and wait for others, each for the next. */
    private final Set<Asked> begun = new LinkedHashSet<>();

    DefiningQueryCheck(Root root, DeclaredCatalogCheck schema, List<Declaration> declarations) {
        this.root = root;
        this.schema = schema;
        this.queries = new QueryCheck(root.profile(), schema.database(), names(root));
        declarations.forEach(declaration -> undeclared.putIfAbsent(asked(declaration), declaration));
    }

    private static List<String> names(Root root) {
        return root.members().stream()
                .map(member -> ObjectStub.name(member.declaration().statement()).toString())
                .toList();
    }

    private Asked asked(Declaration declaration) {
        return new Asked(
                ObjectStub.database(declaration.statement(), schema.database()),
                ObjectStub.name(declaration.statement()).last().text());
    }

    void check() {
        Deque<Asked> waiting = new ArrayDeque<>();
        for (Asked first : List.copyOf(undeclared.keySet())) {
            waiting.push(first);
            while (!waiting.isEmpty()) {
                Asked next = waiting.peek();
                Declaration declaration = undeclared.get(next);
                Set<Asked> needed = declaration == null ? Set.of() : attempt(next, declaration);
                if (needed.isEmpty()) {
                    begun.remove(next);
                    waiting.pop();
                } else {
                    needed.forEach(waiting::push);
                }
            }
        }
    }

    /** What must be made before it; if that is nothing, it was made. */
    private Set<Asked> attempt(Asked name, Declaration declaration) {
        QueryText query = declaration.query();
        Findings found = new Findings();
        if (declaration.statement() instanceof CreateMaterializedView view) {
            checkColumnNames(declaration, view, found);
        }
        if (query == null) {
            finish(name, declaration, found);
            return Set.of();
        }
        begun.add(name);
        SchemaSources sources = sources();
        Optional<AnalysedQuery> answer = queries.answer(declaration, query, sources, found);
        if (!sources.missing().isEmpty()) {
            return withoutCircle(sources.missing());
        }
        Findings unlike = new Findings();
        answer.ifPresent(columns -> new OutputMatch(declaration, query, columns, unlike).check());
        if (answer.isPresent() && !isAnother(unlike) && !readsStandIn(declaration, sources)) {
            schema.report(declaration, unlike);
            finish(name, declaration, found);
        } else {
            undeclared.remove(name);
            schema.standIn(declaration);
            found.addAll(unlike);
            schema.report(declaration, found);
        }
        return Set.of();
    }

    /** Whether the query has other columns than the record, so that all that names them would be found wrong too. */
    private static boolean isAnother(Findings unlike) {
        return unlike.all().stream().map(Finding::code).anyMatch(OTHER_COLUMNS::contains);
    }

    /** A rollup can be made of a table only, and a view of what the schema's unread rest may hold can't be made at all. */
    private boolean readsStandIn(Declaration declaration, SchemaSources sources) {
        boolean rollup = declaration.statement() instanceof CreateMaterializedView view
                && view.refresh() == null
                && view.distribution() == null;
        return !root.whole() || (rollup && sources.found().stream().anyMatch(schema::isStandIn));
    }

    private void finish(Asked name, Declaration declaration, Findings found) {
        undeclared.remove(name);
        schema.make(declaration, schema.complete(declaration), found);
    }

    private SchemaSources sources() {
        return new SchemaSources(
                schema.sources(), (database, name) -> undeclared.containsKey(new Asked(database, name)), root.whole());
    }

    /** Who needs somebody who waits for it gets what stands in for that one. */
    private Set<Asked> withoutCircle(Set<Asked> missing) {
        for (Asked needed : missing) {
            if (begun.contains(needed)) {
                reportCircle(needed);
                Declaration declaration = undeclared.remove(needed);
                if (declaration != null) {
                    schema.standIn(declaration);
                }
            }
        }
        return missing;
    }

    private void reportCircle(Asked first) {
        List<String> path = new ArrayList<>();
        boolean inside = false;
        for (Asked each : begun) {
            inside |= each.equals(first);
            if (inside) {
                path.add("'" + each.name() + "'");
            }
        }
        path.add("'" + first.name() + "'");
        Declaration declaration = undeclared.get(first);
        QueryText query = declaration == null ? null : declaration.query();
        if (declaration != null && query != null) {
            Findings found = new Findings();
            found.add(FindingCode.QUERY_CYCLE, Place.of(query.span()), first.name(), String.join(" reads ", path));
            schema.report(declaration, found);
        }
    }

    /** The query that fills a table. */
    void checkFilling(Declaration table) {
        QueryText query = table.query();
        if (query == null) {
            return;
        }
        Findings found = new Findings();
        queries.answer(table, query, sources(), found)
                .ifPresent(columns -> new OutputMatch(table, query, columns, found).check());
        schema.report(table, found);
    }

    /** Each column that a clause of a materialized view names must be a column of its record. */
    private static void checkColumnNames(Declaration declaration, CreateMaterializedView view, Findings findings) {
        List<String> columns =
                declaration.columns().stream().map(column -> column.name()).toList();
        for (Name name : columnsIn(view)) {
            if (columns.stream().noneMatch(name::is)) {
                String meant = Suggestion.after(name.text(), columns);
                findings.add(FindingCode.UNKNOWN_COLUMN, Place.of(name.span()), name.text(), meant);
            }
        }
    }

    private static List<Name> columnsIn(CreateMaterializedView view) {
        List<Name> names = new ArrayList<>();
        for (Expression item : view.partitionBy()) {
            names.addAll(ReferencedColumns.in(item));
        }
        if (view.distribution() instanceof Distribution.Hash hash) {
            names.addAll(hash.columns());
        }
        names.addAll(ReferencedColumns.ofOrder(view.orderBy()));
        for (IndexDefinition index : view.indexes()) {
            names.addAll(index.columns());
        }
        return names;
    }

    /** Whether a query finds what it names, and what it gives. */
    private static final class QueryCheck {
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
        Optional<AnalysedQuery> answer(
                Declaration declaration, QueryText query, SchemaSources sources, Findings findings) {
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
}
