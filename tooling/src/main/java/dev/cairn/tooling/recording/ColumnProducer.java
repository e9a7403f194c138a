package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Table;
import dev.cairn.engine.cluster.ClusterObjectRules;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReadingStatement;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.history.RecordedSchema;
import dev.cairn.processor.model.CheckedQuery.RelationUse;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.Statement;
import dev.cairn.tooling.query.CompiledQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A statement or a load that writes columns of a table.
 *
 * @param name the query, the repeatable migration, the task or the load: {@code Sales.add},
 *     {@code routine load shop.load_sales}
 */
record ColumnProducer(String name, List<String> columnNames) {
    ColumnProducer {
        columnNames = List.copyOf(columnNames);
    }

    boolean writes(String columnName) {
        return columnNames.stream().anyMatch(columnName::equalsIgnoreCase);
    }

    /** Returns the checked queries that write a table. */
    static List<ColumnProducer> findQueryProducers(CompiledQueries queries, ObjectName tableName, Session session) {
        String sqlTableName = tableName.toSqlName(session).toString();
        List<ColumnProducer> producers = new ArrayList<>();
        queries.listings().stream()
                .flatMap(listing -> listing.queries().stream())
                .forEach(query -> {
                    List<String> columnNames = query.changedRelations().stream()
                            .filter(relation -> relation.name().equals(sqlTableName))
                            .map(RelationUse::columnNames)
                            .flatMap(List::stream)
                            .toList();
                    addProducer(query.name(), columnNames, producers);
                });
        return producers;
    }

    /** Returns the loads, the tasks and the repeatable migrations of a schema that write a table. */
    static List<ColumnProducer> findDeclaredProducers(RecordedSchema recordedSchema, ObjectName tableName) {
        DeclaredSchema schema = recordedSchema.schema();
        ServerProfile profile = schema.engine().profile();
        Catalog catalog = recordedSchema.chain().lastCatalog();
        List<ColumnProducer> producers = new ArrayList<>();
        for (ClusterObject object : catalog.clusterObjects().objects().values()) {
            findFilledTable(object, tableName, catalog)
                    .ifPresent(table -> addProducer(
                            object.key(),
                            ClusterObjectRules.of(object.kind()).findWrittenColumns(object, table),
                            producers));
            Session taskSession = new Session(object.database());
            Sql.parseSubmittedStatement(object.toCreateStatement(ExistingObjectPolicy.REFUSE))
                    .ifPresent(statement -> addProducer(
                            object.key(),
                            findWrittenColumns(statement, taskSession, tableName, profile, catalog),
                            producers));
        }
        for (MigrationDeclaration repeatable : recordedSchema.repeatables()) {
            for (String text : repeatable.migration().upgrade()) {
                Statement statement =
                        MigrationAction.parse(text).forServer(profile).statement();
                addProducer(
                        repeatable.migration().name(),
                        findWrittenColumns(statement, schema.session(), tableName, profile, catalog),
                        producers);
            }
        }
        return producers;
    }

    private static void addProducer(String name, List<String> columnNames, List<ColumnProducer> producers) {
        if (!columnNames.isEmpty()) {
            producers.add(new ColumnProducer(name, columnNames));
        }
    }

    /** Returns the table of an object, if it has this name. */
    private static Optional<Table> findFilledTable(ClusterObject object, ObjectName tableName, Catalog catalog) {
        return object.database().equals(tableName.database())
                        && object.tableName().filter(tableName.name()::equals).isPresent()
                ? catalog.findTable(tableName.database(), tableName.name())
                : Optional.empty();
    }

    /** Returns the columns of a table that a statement writes; empty if the engine refuses it, which javac reports. */
    private static List<String> findWrittenColumns(
            @Nullable Statement statement,
            Session session,
            ObjectName tableName,
            ServerProfile profile,
            Catalog catalog) {
        if (statement == null) {
            return List.of();
        }
        try {
            return new ReadingStatement(Reader.Kind.STATEMENT, new ObjectName("", ""), session, statement)
                    .analyze(profile, catalog)
                    .filter(reader -> reader.target().equals(tableName))
                    .map(reader -> reader.lineage().outputs().stream()
                            .map(OutputLineage::name)
                            .toList())
                    .orElse(List.of());
        } catch (Refusal ignored) {
            return List.of();
        }
    }

    /** Returns the different names of the producers that meet a condition. */
    static List<String> collectNames(List<ColumnProducer> producers, Predicate<ColumnProducer> producerFilter) {
        return producers.stream()
                .filter(producerFilter)
                .map(ColumnProducer::name)
                .distinct()
                .toList();
    }
}
