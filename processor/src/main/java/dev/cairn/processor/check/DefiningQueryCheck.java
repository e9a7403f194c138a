package dev.cairn.processor.check;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.AnalysedQuery;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.processor.check.SchemaSources.RequestedName;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.Part;
import dev.cairn.processor.model.Finding;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.Root;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.ViewColumn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks views and materialized views, each after the objects that its query reads. */
final class DefiningQueryCheck {
    private static final Set<FindingCode> OTHER_COLUMNS =
            Set.of(FindingCode.UNMATCHED_COMPONENT, FindingCode.UNMATCHED_OUTPUT, FindingCode.COLUMN_COUNT);

    private final Root root;
    private final DeclaredCatalogCheck schema;
    private final QueryCheck queries;

    /** The objects that are not in the catalog yet. */
    private final Map<RequestedName, Declaration> undeclared = new LinkedHashMap<>();

    /** The objects whose check has begun; each waits for the next one. */
    private final Set<RequestedName> begun = new LinkedHashSet<>();

    DefiningQueryCheck(Root root, DeclaredCatalogCheck schema, List<Declaration> declarations) {
        this.root = root;
        this.schema = schema;
        this.queries = new QueryCheck(root, schema.database());
        declarations.forEach(declaration -> undeclared.putIfAbsent(nameOf(declaration), declaration));
    }

    private RequestedName nameOf(Declaration declaration) {
        return new RequestedName(
                declaration.database(schema.database()),
                declaration.name().last().text());
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
                    begun.remove(next);
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
        new CutText(declaration, query, objectFindings).check(root.profile());
        begun.add(name);
        SchemaSources sources = sources();
        Optional<AnalysedQuery> answer = queries.answer(declaration, query, sources, objectFindings);
        if (!sources.missing().isEmpty()) {
            return withoutCircle(sources.missing());
        }
        Findings mismatches = new Findings();
        answer.ifPresent(columns -> new OutputMatch(declaration, query, columns, mismatches).check());
        if (answer.isPresent() && !isAnother(mismatches) && !readsStandIn(declaration, sources)) {
            schema.report(declaration, mismatches);
            finish(name, declaration, objectFindings);
        } else {
            undeclared.remove(name);
            schema.standIn(declaration);
            objectFindings.addAll(mismatches);
            schema.report(declaration, objectFindings);
        }
        return Set.of();
    }

    /** Whether query and record have different columns; every use of these columns would be reported again. */
    private static boolean isAnother(Findings mismatches) {
        return mismatches.all().stream().map(Finding::code).anyMatch(OTHER_COLUMNS::contains);
    }

    /** Whether to replace the object by a stub: it is a rollup of a stub, or some of its sources may be unreadable. */
    private boolean readsStandIn(Declaration declaration, SchemaSources sources) {
        boolean rollup = declaration.statement() instanceof CreateMaterializedView view
                && view.refresh() == null
                && view.distribution() == null;
        return !root.whole() || (rollup && sources.objects().stream().anyMatch(schema::isStandIn));
    }

    private void finish(RequestedName name, Declaration declaration, Findings objectFindings) {
        undeclared.remove(name);
        schema.make(declaration, schema.complete(declaration), objectFindings);
    }

    private SchemaSources sources() {
        return new SchemaSources(
                schema.sources(),
                (database, name) -> undeclared.containsKey(new RequestedName(database, name)),
                root.whole());
    }

    /** Breaks cycles: an object that is waiting itself is replaced by a stub. */
    private Set<RequestedName> withoutCircle(Set<RequestedName> missing) {
        for (RequestedName needed : missing) {
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

    private void reportCircle(RequestedName first) {
        List<String> path = new ArrayList<>();
        boolean inside = false;
        for (RequestedName object : begun) {
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
        queries.answer(table, query, sources(), objectFindings)
                .ifPresent(columns -> new OutputMatch(table, query, columns, objectFindings).check());
        schema.report(table, objectFindings);
    }

    /** Each column that a clause of a materialized view names must be a column of its record. */
    private static void checkColumnNames(Declaration declaration, CreateMaterializedView view, Findings findings) {
        List<String> columns =
                declaration.columns().stream().map(column -> column.name()).toList();
        for (Name name : columnsIn(view)) {
            if (columns.stream().noneMatch(name::is)) {
                String suggestion = Suggestion.after(name.text(), columns);
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
    private record CutText(Declaration declaration, QueryText query, Findings findings) {
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
            if (findings.all().stream().noneMatch(finding -> finding.code() == FindingCode.CUT_QUERY)) {
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
                            declaration.name().last().text(),
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
            String subject = "the query of '" + declaration.name().last().text() + "'";
            String excerpt = QueryExcerpt.of(query, refusal.at());
            findings.add(
                    refusals.of(refusal, subject, written(query, refusal), sources.columns(), Place.of(query.span()))
                            .with(excerpt));
        }

        /** The name as the query spells it. */
        private static String written(QueryText query, Refusal refusal) {
            int start = refusal.at().offset() - query.span().offset();
            int end = start + refusal.at().length();
            return query.text()
                    .substring(Math.max(0, start), Math.min(end, query.text().length()));
        }
    }

    /** Compares the components of a record with the output of its query: names or positions, types, and nullness. */
    private static final class OutputMatch {
        private final Declaration declaration;
        private final QueryText query;
        private final AnalysedQuery answer;
        private final List<OutputItem> items;
        private final Findings findings;

        OutputMatch(Declaration declaration, QueryText query, AnalysedQuery answer, Findings findings) {
            this.declaration = declaration;
            this.query = query;
            this.answer = answer;
            this.items = OutputItem.of(query.query(), answer.columns().size());
            this.findings = findings;
        }

        void check() {
            if (declaration.byPosition()) {
                checkByPosition();
            } else {
                checkByName();
            }
        }

        private void checkByPosition() {
            int components = declaration.columns().size();
            int outputs = answer.columns().size();
            if (answer.complete() ? components != outputs : components < outputs) {
                Span at = components < outputs
                        ? items.get(components).at()
                        : query.query().span();
                findings.addWith(excerpt(at), FindingCode.COLUMN_COUNT, Place.of(query.span()), components, outputs);
            }
            if (answer.complete()) {
                for (int i = 0; i < Math.min(components, outputs); i++) {
                    check(declaration.columns().get(i), i);
                }
            }
        }

        private void checkByName() {
            Map<String, Integer> outputs = new LinkedHashMap<>();
            for (int i = 0; i < answer.columns().size(); i++) {
                outputs.putIfAbsent(answer.columns().get(i).name().toLowerCase(Locale.ROOT), i);
            }
            List<DeclaredColumn> unmatched = new ArrayList<>();
            for (DeclaredColumn column : declaration.columns()) {
                Integer output = outputs.remove(column.name().toLowerCase(Locale.ROOT));
                if (output == null) {
                    unmatched.add(column);
                } else {
                    check(column, output);
                }
            }
            if (answer.complete()) {
                report(unmatched, List.copyOf(outputs.values()));
            }
            if (unmatched.isEmpty() && outputs.isEmpty()) {
                checkOrder();
            }
        }

        /** A column list with comments is matched by position, whatever the names in it are. */
        private void checkOrder() {
            List<ViewColumn> listed = listed();
            for (int i = 0; i < Math.min(listed.size(), answer.columns().size()); i++) {
                String name = listed.get(i).name().text();
                if (!name.equalsIgnoreCase(answer.columns().get(i).name())) {
                    Place place = Place.of(listed.get(i).span());
                    findings.addWith(excerpt(items.get(i).at()), FindingCode.COMMENT_ORDER, place, name);
                    return; // one misplaced column displaces all that follow
                }
            }
        }

        private List<ViewColumn> listed() {
            if (declaration.statement() instanceof CreateView view) {
                return view.columns();
            }
            return declaration.statement() instanceof CreateMaterializedView view ? view.columns() : List.of();
        }

        /** Pairs an unmatched component with an unmatched column: most likely, they are one mistake. */
        private void report(List<DeclaredColumn> components, List<Integer> outputs) {
            List<Integer> remaining = new ArrayList<>(outputs);
            for (DeclaredColumn component : components) {
                Integer candidate = remaining.isEmpty() ? null : remaining.remove(nearestOutput(component, remaining));
                Span at = candidate == null
                        ? query.query().span()
                        : items.get(candidate).at();
                findings.addWith(
                        excerpt(at),
                        FindingCode.UNMATCHED_COMPONENT,
                        place(component.place()),
                        component.name(),
                        remedy(component, candidate));
            }
            for (int output : remaining) {
                String name = answer.columns().get(output).name();
                findings.addWith(
                        excerpt(items.get(output).at()), FindingCode.UNMATCHED_OUTPUT, Place.of(query.span()), name);
            }
        }

        /** The position of the output with the most similar name, or else of the first. */
        private int nearestOutput(DeclaredColumn component, List<Integer> outputs) {
            List<String> names = outputs.stream()
                    .map(output -> answer.columns().get(output).name())
                    .toList();
            return Suggestion.nearest(component.name(), names)
                    .map(names::indexOf)
                    .orElse(0);
        }

        private String remedy(DeclaredColumn component, @Nullable Integer candidate) {
            if (candidate != null) {
                return component.renameRemedy(answer.columns().get(candidate).name());
            }
            List<String> names =
                    answer.columns().stream().map(OutputColumn::name).toList();
            return Suggestion.after(component.name(), names, "; add it to the query, or remove the component");
        }

        private void check(DeclaredColumn component, int output) {
            OutputColumn column = answer.columns().get(output);
            Type type = column.type();
            Type declared = component.definition().type();
            String at = excerpt(items.get(output).at());
            if (type != null && !type.equals(declared) && !new JavaTypeFit(component.type()).holds(type)) {
                findings.addWith(
                        at,
                        FindingCode.COLUMN_TYPE,
                        place(component.place(Part.TYPE)),
                        component.name(),
                        component.type().words(),
                        CheckedTable.words(type),
                        JavaTypeFit.suggested(type));
            } else if (type != null && declared != null && declaration.source() && !sizes().holds(declared, type)) {
                findings.addWith(
                        at,
                        FindingCode.COLUMN_TYPE,
                        place(component.place(Part.TYPE)),
                        component.name(),
                        CheckedTable.words(declared),
                        CheckedTable.words(type),
                        JavaTypeFit.sized(type));
            } else if (column.typed().nullable()
                    && Boolean.FALSE.equals(component.definition().nullable())) {
                checkNotNull(component, column.cause(), items.get(output).at());
            }
        }

        /** Nothing is known about the columns of an object with a mistake, which is reported already. */
        private void checkNotNull(DeclaredColumn component, @Nullable NullCause cause, Span item) {
            if (cause != null && cause.kind() != NullCause.Kind.UNKNOWN) {
                findings.addWith(
                        excerpt(cause.at().line() == 0 ? item : cause.at()),
                        FindingCode.NULLABLE_OUTPUT,
                        place(component.place(Part.NOT_NULL)),
                        component.name(),
                        cause.text(),
                        component.nullableRemedy(declaration.nullMarked()));
            }
        }

        /** The place of a finding: a variant has to follow the record, which holds for all targets. */
        private Place place(Place ofComponent) {
            return declaration.isRequeried() ? Place.of(query.span()) : ofComponent;
        }

        private TypeSizeFit sizes() {
            return new TypeSizeFit(declaration.kind() == Kind.VIEW || declaration.kind() == Kind.MATERIALIZED_VIEW);
        }

        private String excerpt(Span at) {
            return QueryExcerpt.of(query, at);
        }

        /**
         * An output column of a query.
         *
         * @param at its place in the query; that of the {@code *} if the column results from one
         */
        private record OutputItem(Span at) {
            /** One item for each output column. */
            static List<OutputItem> of(Query query, int columns) {
                Query.Select first = query.body().first();
                long stars = first.items().stream()
                        .filter(Query.Item.Star.class::isInstance)
                        .count();
                List<OutputItem> found = new ArrayList<>(columns);
                for (Query.Item item : first.items()) {
                    boolean star = item instanceof Query.Item.Star;
                    int stands = star ? columns - first.items().size() + 1 : 1;
                    for (int i = 0; i < stands; i++) {
                        found.add(new OutputItem(item.span()));
                    }
                }
                return stars < 2 && found.size() == columns ? found : unknown(first, columns);
            }

            /** The items of a query with several {@code *}, whose widths only an analysis knows. */
            private static List<OutputItem> unknown(Query.Select select, int columns) {
                List<OutputItem> unknown = new ArrayList<>(columns);
                for (int i = 0; i < columns; i++) {
                    unknown.add(new OutputItem(select.items().get(0).span()));
                }
                return unknown;
            }
        }

        /**
         * Whether texts and decimals of one type fit into another one of the same Java type. Lengths are known only of columns and of
         * casts.
         *
         * @param inferred whether the first type only describes the result of a query; then a plain {@code String} determines no length
         */
        private record TypeSizeFit(boolean inferred) {
            boolean holds(Type declared, Type output) {
                if (declared instanceof Type.Text text && output instanceof Type.Text from) {
                    boolean sized = text.length() > 0 && !(inferred && text.length() >= Type.Text.STRING_LENGTH);
                    return !sized || from.length() <= text.length();
                }
                if (declared instanceof Type.Decimal decimal && decimal.precision() > 0) {
                    return holds(decimal, output);
                }
                if (declared instanceof Type.Array array && output instanceof Type.Array from) {
                    return holds(array.element(), from.element());
                }
                if (declared instanceof Type.Map map && output instanceof Type.Map from) {
                    return holds(map.key(), from.key()) && holds(map.value(), from.value());
                }
                return !(declared instanceof Type.Struct struct && output instanceof Type.Struct from)
                        || holds(struct.fields(), from.fields());
            }

            private static boolean holds(Type.Decimal decimal, Type output) {
                int whole = decimal.precision() - decimal.scale();
                if (output instanceof Type.Decimal from) {
                    return from.precision() <= 0
                            || (from.scale() <= decimal.scale() && from.precision() - from.scale() <= whole);
                }
                return !(output instanceof Type.Scalar) || digits(PrimitiveType.of(output)) <= whole;
            }

            /** The number of digits of the largest value. */
            private static int digits(PrimitiveType integer) {
                return switch (integer) {
                    case TINYINT -> 3;
                    case SMALLINT -> 5;
                    case INT -> 10;
                    case BIGINT -> 19;
                    case LARGEINT -> 39;
                    default -> 0;
                };
            }

            private boolean holds(List<Type.Field> declared, List<Type.Field> output) {
                for (int i = 0; i < Math.min(declared.size(), output.size()); i++) {
                    if (!holds(declared.get(i).type(), output.get(i).type())) {
                        return false;
                    }
                }
                return true;
            }
        }
    }
}
