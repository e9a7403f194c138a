package dev.cairn.engine.table;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.StoredProperties.Setting;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.NameRules;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.PartitionClauseAnalysis;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.CreateTableLike;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Applies CREATE TABLE LIKE: the server executes what SHOW CREATE TABLE prints for the source, so the copy has no
 * rollups.
 */
public final class CopiedTable {
    private CopiedTable() {}

    public static StatementResult create(ServerState server, CreateTableLike statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        ResolvedTableName from = ResolvedTableName.of(server, statement.source());
        NameRules.checkTable(place.table(), place.span());
        boolean namesSource = server.profile().atLeast(Version.V4_0);
        Table source = from.table(server)
                .orElseThrow(() -> Refusal.analysis(
                        from.span(), TableRule.TABLE_NOT_FOUND, namesSource ? from.table() : place.table()));
        return CreateTables.created(server, analysis(server, statement, source))
                .map(table -> CreateTables.added(server, place, unsaid(table, source, statement)))
                .orElseGet(server::unchanged);
    }

    private static TableAnalysis analysis(ServerState server, CreateTableLike statement, Table source) {
        CreateTable copy = copy(statement, ShowCreate.shown(server.profile(), source));
        PartitionClause partitioning = statement.partitioning();
        return partitioning == null
                ? TableAnalysis.of(server.profile(), copy)
                : TableAnalysis.of(server.profile(), copy, PartitionClauseAnalysis.ofCopy(partitioning, false));
    }

    private static CreateTable copy(CreateTableLike statement, CreateTable source) {
        return new CreateTable(
                statement.lifetime(),
                statement.ifNotExists(),
                statement.name(),
                source.columns(),
                source.indexes(),
                source.engine(),
                source.charset(),
                source.key(),
                source.comment(),
                source.partitioning(),
                statement.distribution() == null ? source.distribution() : statement.distribution(),
                source.orderBy(),
                List.of(),
                properties(source.properties(), statement.properties()),
                List.of(),
                statement.span());
    }

    private static List<Property> properties(List<Property> source, List<Property> declared) {
        Map<String, Property> merged = new LinkedHashMap<>();
        source.forEach(property -> merged.put(property.name(), property));
        declared.forEach(property -> merged.put(property.name(), property));
        return List.copyOf(merged.values());
    }

    /**
     * Marks those properties of the copy as defaults that are defaults of the source, although the statement contained
     * them.
     */
    private static Table unsaid(Table table, Table source, CreateTableLike statement) {
        Set<String> declared = statement.properties().stream().map(Property::name).collect(Collectors.toSet());
        StoredProperties properties = table.properties();
        for (Map.Entry<String, Setting> entry : source.properties().settings().entrySet()) {
            Setting setting = entry.getValue();
            boolean same = properties
                    .value(entry.getKey())
                    .filter(setting.value()::equals)
                    .isPresent();
            if (setting.assumed() && same && !declared.contains(entry.getKey())) {
                properties = properties.assuming(entry.getKey(), setting.value());
            }
        }
        return table.withProperties(properties);
    }
}
