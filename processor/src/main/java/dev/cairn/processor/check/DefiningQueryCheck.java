package dev.cairn.processor.check;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.advice.CurrentTimeCalls;
import dev.cairn.processor.check.QueryRefusals.RefusedQuery;
import dev.cairn.processor.check.SchemaSources.RequestedName;
import dev.cairn.processor.check.value.EnumColumns;
import dev.cairn.processor.check.value.ValueWarnings;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.Finding;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.Root;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Checks views and materialized views, each after the objects that its query reads. */
final class DefiningQueryCheck {
    private static final Set<FindingCode> OTHER_COLUMNS =
            Set.of(FindingCode.UNMATCHED_COMPONENT, FindingCode.UNMATCHED_OUTPUT, FindingCode.COLUMN_COUNT);

    private final Root root;
    private final DeclaredCatalogCheck schema;
    private final QueryCheck queries;
    private final EnumColumns enums;

    /** The objects that are not in the catalog yet. */
    private final Map<RequestedName, Declaration> undeclared = new LinkedHashMap<>();

    /** The objects whose check has begun; each waits for the next one. */
    private final Set<RequestedName> openChecks = new LinkedHashSet<>();

    DefiningQueryCheck(Root root, DeclaredCatalogCheck schema, List<Declaration> declarations) {
        this.root = root;
        this.schema = schema;
        this.queries = new QueryCheck(root, schema.database());
        this.enums = EnumColumns.of(root);
        declarations.forEach(declaration -> undeclared.putIfAbsent(nameOf(declaration), declaration));
    }

    private RequestedName nameOf(Declaration declaration) {
        return new RequestedName(
                declaration.database(schema.database()),
                declaration.name().lastPart().text());
    }

    void check() {
        Deque<RequestedName> waiting = new ArrayDeque<>();
        for (RequestedName first : List.copyOf(undeclared.keySet())) {
            waiting.push(first);
            while (!waiting.isEmpty()) {
                RequestedName next = waiting.peek();
                Declaration declaration = undeclared.get(next);
                Set<RequestedName> needed = declaration == null ? Set.of() : attempt(next, declaration);
                if (needed.isEmpty()) {
                    openChecks.remove(next);
                    waiting.pop();
                } else {
                    needed.forEach(waiting::push);
                }
            }
        }
    }

    /** Checks an object, unless others must be checked first; returns those. */
    private Set<RequestedName> attempt(RequestedName name, Declaration declaration) {
        QueryText query = declaration.query();
        Findings objectFindings = new Findings();
        if (declaration.statement() instanceof CreateMaterializedView view) {
            checkColumnNames(declaration, view, objectFindings);
        }
        if (query == null) {
            finish(name, declaration, objectFindings);
            return Set.of();
        }
        new TruncatedText(declaration, query, objectFindings).check(root.profile());
        if (declaration.isSource() && declaration.statement() instanceof CreateMaterializedView view) {
            checkCurrentTime(view, objectFindings);
            TableRules.checkZeroBuckets(
                    view.distribution(), view.name().lastPart().text(), objectFindings);
        }
        openChecks.add(name);
        SchemaSources sources = sources();
        Optional<BoundQuery> answer = queries.answer(declaration, query, sources, objectFindings);
        if (!sources.missingNames().isEmpty()) {
            return breakCycle(sources.missingNames());
        }
        Findings mismatches = new Findings();
        answer.ifPresent(columns -> {
            new OutputMatch(declaration, query, columns, enums, mismatches).check();
            checkValues(declaration, query, columns, objectFindings);
        });
        if (answer.isPresent() && !isAnother(mismatches) && !readsStub(declaration, sources)) {
            schema.report(declaration, mismatches);
            finish(name, declaration, objectFindings);
        } else {
            undeclared.remove(name);
            schema.addStub(declaration);
            objectFindings.addAll(mismatches);
            schema.report(declaration, objectFindings);
        }
        return Set.of();
    }

    /** The query of a materialized view runs when the view is refreshed. */
    private static void checkCurrentTime(CreateMaterializedView view, Findings findings) {
        QueryText query = view.query();
        for (Expression.Call call : CurrentTimeCalls.findIn(query.query())) {
            findings.addWith(
                    QueryExcerpt.of(query, call.span()),
                    FindingCode.CURRENT_TIME,
                    Place.of(query.span()),
                    view.name().lastPart().text(),
                    Sql.render(call));
        }
    }

    /** Warns about values that no row can have. */
    private void checkValues(Declaration declaration, QueryText query, BoundQuery answer, Findings findings) {
        if (!declaration.isSource()) {
            return;
        }
        Span writtenSpan = query.span();
        new ValueWarnings(enums, query.text(), writtenSpan.offset(), Place.of(writtenSpan), findings)
                .check(answer.bindings());
    }

    /** Whether query and record have different columns; every use of these columns would be reported again. */
    private static boolean isAnother(Findings mismatches) {
        return mismatches.list().stream().map(Finding::rule).anyMatch(OTHER_COLUMNS::contains);
    }

    /** Whether to replace the object by a stub: it is a rollup of a stub, or some of its sources may be unreadable. */
    private boolean readsStub(Declaration declaration, SchemaSources sources) {
        boolean rollup = declaration.statement() instanceof CreateMaterializedView view
                && view.refresh() == null
                && view.distribution() == null;
        return !root.isComplete() || (rollup && sources.objects().stream().anyMatch(schema::isStub));
    }

    private void finish(RequestedName name, Declaration declaration, Findings objectFindings) {
        undeclared.remove(name);
        schema.make(declaration, schema.complete(declaration), objectFindings);
    }

    private SchemaSources sources() {
        return new SchemaSources(
                schema.sources(),
                (database, name) -> undeclared.containsKey(new RequestedName(database, name)),
                root.isComplete());
    }

    /** Breaks cycles: an object that is waiting itself is replaced by a stub. */
    private Set<RequestedName> breakCycle(Set<RequestedName> missing) {
        for (RequestedName needed : missing) {
            if (openChecks.contains(needed)) {
                reportCycle(needed);
                Declaration declaration = undeclared.remove(needed);
                if (declaration != null) {
                    schema.addStub(declaration);
                }
            }
        }
        return missing;
    }

    private void reportCycle(RequestedName first) {
        List<String> path = new ArrayList<>();
        boolean inside = false;
        for (RequestedName object : openChecks) {
            inside |= object.equals(first);
            if (inside) {
                path.add("'" + object.name() + "'");
            }
        }
        path.add("'" + first.name() + "'");
        Declaration declaration = undeclared.get(first);
        QueryText query = declaration == null ? null : declaration.query();
        if (declaration != null && query != null) {
            Findings objectFindings = new Findings();
            objectFindings.add(
                    FindingCode.QUERY_CYCLE, Place.of(query.span()), first.name(), String.join(" reads ", path));
            schema.report(declaration, objectFindings);
        }
    }

    /** Checks the query of a snapshot table. */
    void checkFilling(Declaration table) {
        QueryText query = table.query();
        if (query == null) {
            return;
        }
        Findings objectFindings = new Findings();
        queries.answer(table, query, sources(), objectFindings).ifPresent(columns -> {
            new OutputMatch(table, query, columns, enums, objectFindings).check();
            checkValues(table, query, columns, objectFindings);
        });
        schema.report(table, objectFindings);
    }

    /** Each column that a clause of a materialized view names must be a column of its record. */
    private static void checkColumnNames(Declaration declaration, CreateMaterializedView view, Findings findings) {
        List<DeclaredColumn> columns = declaration.columns();
        for (Name name : columnsIn(view)) {
            if (columns.stream().noneMatch(column -> name.is(column.name()))) {
                String suggestion = Suggestion.columnEnding(name.text(), columns);
                findings.add(FindingCode.UNKNOWN_COLUMN, Place.of(name.span()), name.text(), suggestion);
            }
        }
    }

    private static List<Name> columnsIn(CreateMaterializedView view) {
        List<Name> names = new ArrayList<>();
        for (Expression item : view.partitionBy()) {
            names.addAll(item.columnReferences());
        }
        if (view.distribution() instanceof Distribution.Hash hash) {
            names.addAll(hash.columns());
        }
        view.orderBy().forEach(item -> names.addAll(item.value().columnReferences()));
        for (IndexDefinition index : view.indexes()) {
            names.addAll(index.columns());
        }
        return names;
    }

    /**
     * Finds characters beyond U+FFFF in the statement of a view. The server counts each of them as one character when it finds
     * the query in the statement, but as two when it cuts the query out, so that it stores a query without its end.
     */
    private record TruncatedText(Declaration declaration, QueryText query, Findings findings) {
        void check(ServerProfile profile) {
            if (!isCut(profile)) {
                return;
            }
            find(query.text(), Place.of(query.span()), "The query", "write %s in its place");
            for (DeclaredColumn column : declaration.columns()) {
                String comment = Objects.requireNonNullElse(column.definition().comment(), "");
                find(comment, column.place(), "The comment of '" + column.name() + "'", "remove it");
            }
            find(comment(), declaration.place(), "The comment", "remove it");
            if (findings.list().stream().noneMatch(finding -> finding.rule() == FindingCode.CUT_QUERY)) {
                find(Sql.render(declaration.statement()), declaration.place(), "A property or a name", "remove it");
            }
        }

        private String comment() {
            String comment = declaration.statement() instanceof CreateView view
                    ? view.comment()
                    : ((CreateMaterializedView) declaration.statement()).comment();
            return Objects.requireNonNullElse(comment, "");
        }

        private boolean isCut(ServerProfile profile) {
            if (declaration.statement() instanceof CreateMaterializedView view) {
                return view.refresh() != null || view.distribution() != null;
            }
            return profile.atLeast(Version.V4_0); // before, the server stores views as it parsed them
        }

        private void find(String text, Place place, String where, String remedy) {
            text.codePoints()
                    .filter(Character::isSupplementaryCodePoint)
                    .mapToObj(Character::toString)
                    .findFirst()
                    .ifPresent(character -> findings.add(
                            FindingCode.CUT_QUERY,
                            place,
                            where,
                            character,
                            declaration.name().lastPart().text(),
                            String.format(remedy, call(character))));
        }

        private static String call(String character) {
            byte[] bytes = character.getBytes(StandardCharsets.UTF_8);
            return "unhex('" + HexFormat.of().withUpperCase().formatHex(bytes) + "')";
        }
    }

    /** Resolves the names of a query and determines its output columns. */
    private static final class QueryCheck {
        private final ServerProfile profile;
        private final String database;
        private final QueryRefusals refusals;

        /** @param database where names without a database are looked for */
        QueryCheck(Root root, String database) {
            this.profile = root.profile();
            this.database = database;
            this.refusals = new QueryRefusals(root);
        }

        /** The output of the query; empty if the server would refuse it. */
        Optional<BoundQuery> answer(
                Declaration declaration, QueryText query, SchemaSources sources, Findings findings) {
            Bindings bindings = new Bindings();
            try {
                return Optional.of(
                        new QueryAnalysis(profile, sources, database).analyseExecutable(query.query(), bindings));
            } catch (Refusal refusal) {
                RefusedQuery refused = new RefusedQuery(
                        "the query of '" + declaration.name().lastPart().text() + "'",
                        span -> asWritten(query, span),
                        sources.columns(),
                        bindings);
                report(refusal, refused, query, findings);
                return Optional.empty();
            }
        }

        private void report(Refusal refusal, RefusedQuery refused, QueryText query, Findings findings) {
            String excerpt = QueryExcerpt.of(query, refusal.span());
            findings.add(
                    refusals.toFinding(refusal, refused, Place.of(query.span())).with(excerpt));
        }

        /** A part as the query spells it. */
        private static String asWritten(QueryText query, Span part) {
            int start = part.offset() - query.span().offset();
            int end = start + part.length();
            return query.text()
                    .substring(Math.max(0, start), Math.min(end, query.text().length()));
        }
    }
}
