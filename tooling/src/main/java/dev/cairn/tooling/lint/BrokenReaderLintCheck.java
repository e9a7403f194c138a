package dev.cairn.tooling.lint;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.lineage.ReadingStatement;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.StagingName;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.processor.model.QueryListing.ListedQuery;
import dev.cairn.processor.model.QueryListing.ListedRelation;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.lint.LintInput.LintedMigration;
import dev.cairn.tooling.lint.LintInput.LintedStatement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the views, the snapshot tables and the checked queries that the server accepts before a migration and refuses after it. A
 * materialized view counts once it is inactive and its query fails, so that it can't be activated.
 */
final class BrokenReaderLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        List<ApplicationStatement> statements = new ArrayList<>();
        input.others().snapshots().forEach(snapshot -> statements.add(ApplicationStatement.of(snapshot)));
        input.queries().forEach(listing -> statements.addAll(ApplicationStatement.of(LintRule.BREAKS_QUERY, listing)));
        input.others()
                .queries()
                .forEach(listing -> statements.addAll(ApplicationStatement.of(LintRule.BREAKS_QUERY, listing)));
        input.others()
                .previous()
                .forEach(listing ->
                        statements.addAll(ApplicationStatement.of(LintRule.BREAKS_PREVIOUS_RELEASE, listing)));
        for (LintedMigration migration : input.migrations()) {
            check(input.profile(), migration, statements, findings);
        }
    }

    private static void check(
            ServerProfile profile,
            LintedMigration migration,
            List<ApplicationStatement> statements,
            LintFindings findings) {
        SortedMap<BrokenReader, String> broken = Failures.of(profile, migration.after(), statements);
        if (broken.isEmpty()) {
            return;
        }
        broken.keySet()
                .removeAll(Failures.of(profile, migration.before(), statements).keySet());
        Map<LintedStatement, List<BrokenReader>> causes = causes(profile, migration, statements, broken.keySet());
        for (LintedStatement statement : migration.statements()) {
            List<BrokenReader> readers = causes.getOrDefault(statement, List.of());
            for (LintRule rule :
                    readers.stream().map(BrokenReader::rule).distinct().toList()) {
                List<String> described = readers.stream()
                        .filter(reader -> reader.rule() == rule)
                        .map(reader -> reader.name() + ": " + broken.get(reader))
                        .toList();
                findings.add(rule, statement.subject(), message(rule) + String.join("; ", described));
            }
        }
    }

    private static String message(LintRule rule) {
        return switch (rule) {
            case BREAKS_QUERY -> "the server refuses these statements afterwards: ";
            case BREAKS_PREVIOUS_RELEASE -> "the server refuses these statements of the previous release afterwards: ";
            default -> "these objects can't be read or refreshed afterwards: ";
        };
    }

    /** Returns the readers by the statement since which they fail. */
    private static Map<LintedStatement, List<BrokenReader>> causes(
            ServerProfile profile,
            LintedMigration migration,
            List<ApplicationStatement> statements,
            Set<BrokenReader> broken) {
        Map<LintedStatement, List<BrokenReader>> causes = new HashMap<>();
        Set<BrokenReader> unexplained = new HashSet<>(broken);
        for (int i = migration.statements().size() - 1; i >= 0 && !unexplained.isEmpty(); i--) {
            LintedStatement statement = migration.statements().get(i);
            if (ObjectName.ofReplaced(statement.before(), statement.after()).isEmpty()) {
                continue;
            }
            Set<BrokenReader> earlier =
                    Failures.of(profile, statement.before(), statements).keySet();
            List<BrokenReader> caused = unexplained.stream()
                    .filter(reader -> !earlier.contains(reader))
                    .sorted()
                    .toList();
            unexplained.removeAll(caused);
            causes.put(statement, caused);
        }
        return causes;
    }

    /** A reader that the server refuses, and the rule that this breaks. */
    private record BrokenReader(LintRule rule, ObjectName name) implements Comparable<BrokenReader> {
        private static final Comparator<BrokenReader> ORDER =
                Comparator.comparing(BrokenReader::rule).thenComparing(BrokenReader::name);

        @Override
        public int compareTo(BrokenReader other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * A statement that an application sends.
     *
     * @param relations the relations that it names, with the columns that {@code *} stood for when it was compiled
     * @param database the database of relations without one
     */
    private record ApplicationStatement(
            LintRule rule, ReadingStatement statement, List<ListedRelation> relations, String database) {
        static ApplicationStatement of(ReadingStatement snapshot) {
            return new ApplicationStatement(LintRule.BREAKS_VIEW, snapshot, List.of(), "");
        }

        static List<ApplicationStatement> of(LintRule rule, QueryListing listing) {
            return listing.queries().stream()
                    .flatMap(query -> of(rule, listing.schema(), query).stream())
                    .toList();
        }

        /** Returns empty if only a newer server can parse the statement: nothing is known about it then. */
        private static Optional<ApplicationStatement> of(LintRule rule, String schema, ListedQuery query) {
            try {
                ReadingStatement statement = new ReadingStatement(
                        Reader.Kind.STATEMENT,
                        new ObjectName("", query.name()),
                        new Session(schema),
                        Sql.parse(query.sample()));
                List<ListedRelation> relations = query.reads().stream()
                        .filter(relation -> relation.through().isEmpty())
                        .toList();
                return Optional.of(new ApplicationStatement(rule, statement, relations, schema));
            } catch (SqlSyntaxException newer) {
                return Optional.empty();
            }
        }
    }

    /** The refusals of the server in one state of a schema. */
    private static final class Failures {
        private final ServerProfile profile;
        private final Catalog catalog;
        private final CatalogSources sources;
        private final Map<ObjectName, String> views = new HashMap<>();

        private Failures(ServerProfile profile, Catalog catalog) {
            this.profile = profile;
            this.catalog = catalog;
            this.sources = new CatalogSources(profile, catalog);
        }

        static SortedMap<BrokenReader, String> of(
                ServerProfile profile, Catalog catalog, List<ApplicationStatement> statements) {
            Failures failures = new Failures(profile, catalog);
            failures.addViews();
            SortedMap<BrokenReader, String> broken = new TreeMap<>();
            failures.views.forEach((name, reason) -> broken.put(new BrokenReader(LintRule.BREAKS_VIEW, name), reason));
            for (ApplicationStatement statement : statements) {
                String reason = failures.reason(statement);
                if (reason != null) {
                    broken.put(
                            new BrokenReader(
                                    statement.rule(), statement.statement().name()),
                            reason);
                }
            }
            return broken;
        }

        private void addViews() {
            views.putAll(ActivationAttempt.of(profile, catalog).refusals());
            Map<ObjectName, ViewDefinition> definitions = definitions();
            definitions.forEach((name, definition) -> {
                String reason = reason(definition);
                if (reason != null) {
                    views.put(name, reason);
                }
            });
            addSynchronousViews();
            // A view that reads a view that fails does so, too.
            for (int known = -1; known != views.size(); ) {
                known = views.size();
                definitions.forEach((name, definition) -> definition.bases().stream()
                        .filter(BaseRelation::direct)
                        .map(base -> new ObjectName(base.database(), base.name()))
                        .filter(this::isUnreadableView)
                        .findFirst()
                        .ifPresent(base -> views.put(name, "it reads " + base)));
            }
        }

        private void addSynchronousViews() {
            for (Database database : catalog.databases().values()) {
                for (Table table : database.tables().values()) {
                    for (Rollup rollup : table.rollups()) {
                        String reason = rollup.query() == null ? null : reason(database.name(), rollup.query());
                        if (reason != null) {
                            views.put(new ObjectName(database.name(), rollup.name()), reason);
                        }
                    }
                }
            }
        }

        private Map<ObjectName, ViewDefinition> definitions() {
            Map<ObjectName, ViewDefinition> definitions = new TreeMap<>();
            for (Database database : catalog.databases().values()) {
                for (View view : database.views().values()) {
                    definitions.put(new ObjectName(database.name(), view.name()), view.definition());
                }
                for (MaterializedView view : database.materializedViews().values()) {
                    if (!view.active()) {
                        definitions.put(new ObjectName(database.name(), view.name()), view.definition());
                    }
                }
            }
            return definitions;
        }

        private @Nullable String reason(ViewDefinition definition) {
            if (definition.query().query().isUnread()) {
                return null;
            }
            for (BaseRelation base : definition.bases()) {
                // The server keeps the columns of * as they were when the view was created.
                if (base.direct() && !base.dropped()) {
                    String missing = missing(new ObjectName(base.database(), base.name()), base.columns());
                    if (missing != null) {
                        return missing;
                    }
                }
            }
            return reason(definition.database(), definition.query());
        }

        private @Nullable String reason(@Nullable String database, QueryText query) {
            if (query.query().isUnread()) {
                return null;
            }
            try {
                ReaderGraph.lineage(profile, sources, database, query.query());
                return null;
            } catch (Refusal refusal) {
                return ActivationAttempt.reason(refusal);
            }
        }

        private @Nullable String reason(ApplicationStatement statement) {
            for (ListedRelation relation : statement.relations()) {
                ObjectName name = ObjectName.of(
                        QualifiedName.of(relation.name().split("\\.")), new Session(statement.database()));
                String missing = missing(name, relation.columns());
                if (missing != null) {
                    return missing;
                }
            }
            try {
                Optional<Reader> reader = statement.statement().reader(profile, catalog);
                return reader.stream()
                        .flatMap(known -> known.lineage().bases().stream())
                        .filter(this::isUnreadableView)
                        .findFirst()
                        .map(view -> "it reads " + view)
                        .orElse(null);
            } catch (Refusal refusal) {
                return ActivationAttempt.reason(refusal);
            } catch (SqlSyntaxException newer) {
                return null;
            }
        }

        /** The rows of a materialized view can still be read after its query has failed. */
        private boolean isUnreadableView(ObjectName name) {
            return views.containsKey(name)
                    && SchemaObject.find(catalog, name)
                            .filter(SchemaObject.OfView.class::isInstance)
                            .isPresent();
        }

        /** Returns a sentence about the first of some columns that an object does not have; null if it has them. */
        private @Nullable String missing(ObjectName name, List<String> columns) {
            Optional<SchemaObject> object = SchemaObject.find(catalog, name);
            if (object.isEmpty()) {
                return null;
            }
            Set<String> known = new HashSet<>();
            object.get().columns().forEach(column -> known.add(column.toLowerCase(Locale.ROOT)));
            return columns.stream()
                    .filter(column -> !known.contains(column.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .map(column -> "it reads " + name + "." + column + ", which does not exist")
                    .orElse(null);
        }
    }

    /**
     * Finds materialized views, of any database, that a migration makes inactive and does not activate again. {@link BrokenReaderLintCheck}
     * finds those that can't be activated.
     */
    static final class InactiveViewLintCheck implements Linter.LintCheck {
        @Override
        public void check(LintInput input, LintFindings findings) {
            for (LintedMigration migration : input.migrations()) {
                List<ObjectName> inactive = ActivationAttempt.of(input.profile(), migration.after()).order().stream()
                        .filter(name -> !StagingName.isStaging(name.name()) && !StagingName.isDoomed(name.name()))
                        .toList();
                if (!inactive.isEmpty()) {
                    check(input, migration, inactive, findings);
                }
            }
        }

        private static void check(
                LintInput input, LintedMigration migration, List<ObjectName> inactive, LintFindings findings) {
            for (LintedStatement statement : migration.statements()) {
                List<ObjectName> affected = new ArrayList<>();
                for (ObjectName name : inactive) {
                    boolean here = isActive(statement.before(), name) && !isActive(statement.after(), name);
                    boolean intended = name.equals(statement.step().object())
                            && MaterializedView.INACTIVE_BY_HAND.equals(
                                    reason(statement.after(), name).orElse(""));
                    if (here && !intended && isLast(migration, statement, name)) {
                        affected.add(name);
                    }
                }
                if (!affected.isEmpty()) {
                    add(input, statement, affected, findings);
                }
            }
        }

        private static Optional<MaterializedView> view(Catalog catalog, ObjectName name) {
            return catalog.database(name.database()).flatMap(database -> database.materializedView(name.name()));
        }

        private static boolean isActive(Catalog catalog, ObjectName name) {
            return view(catalog, name).filter(MaterializedView::active).isPresent();
        }

        private static Optional<String> reason(Catalog catalog, ObjectName name) {
            return view(catalog, name).map(MaterializedView::inactive);
        }

        /** Whether the view is inactive after all later statements. */
        private static boolean isLast(LintedMigration migration, LintedStatement statement, ObjectName name) {
            int index = migration.statements().indexOf(statement);
            return migration.statements().stream().skip(index + 1).noneMatch(later -> isActive(later.after(), name));
        }

        private static void add(
                LintInput input, LintedStatement statement, List<ObjectName> affected, LintFindings findings) {
            List<String> described = affected.stream()
                    .map(name -> name(input, name) + " ("
                            + reason(statement.after(), name).orElse("") + ")")
                    .toList();
            findings.add(
                    LintRule.INACTIVATES_VIEW,
                    statement.subject(),
                    Span.NONE,
                    (affected.size() == 1
                                    ? "this materialized view becomes inactive: "
                                    : "these materialized views become inactive: ")
                            + String.join(", ", described),
                    affected.stream()
                            .map(name -> "ALTER MATERIALIZED VIEW " + name(input, name) + " ACTIVE")
                            .collect(Collectors.joining("; ", "Add to the migration: ", ".")));
        }

        private static String name(LintInput input, ObjectName name) {
            return Objects.equals(name.database(), input.database()) ? name.name() : name.toString();
        }
    }
}
