package dev.cairn.embedded.server;

import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.DatabaseNameResolver;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.show.SessionSnapshot;
import dev.cairn.embedded.show.StatisticsListings;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.DatabaseObjectName;
import dev.cairn.embedded.state.PartitionVersion;
import dev.cairn.embedded.state.StatisticsRun;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Runs ANALYZE TABLE and DROP STATS. The embedded server plans no queries and needs no statistics, so it only records
 * which columns were analyzed.
 */
record StatisticsStatementExecutor(Cluster cluster, SessionSnapshot snapshot) {
    private static final List<String> DROP_STATISTICS = List.of("DROP", "STATS");
    private static final List<String> DROP_COMBINED_STATISTICS = List.of("DROP", "MULTIPLE", "COLUMNS", "STATS");

    /** A table or materialized view with the name of its database. */
    private record AnalyzedObject(String databaseName, DatabaseObject object) {}

    static boolean dropsStatistics(Statement.OpaqueStatement statement) {
        TokenReader tokens = new TokenReader(statement.text());
        return tokens.isAt(DROP_STATISTICS.toArray(String[]::new))
                || tokens.isAt(DROP_COMBINED_STATISTICS.toArray(String[]::new));
    }

    /**
     * Runs ANALYZE TABLE. If the table was never written to, there is nothing to analyze: nothing is recorded, and the
     * answer has no result.
     */
    Answer analyze(Statement.OpaqueStatement statement) {
        TokenReader tokens = TokenReader.afterKeyword(statement.text());
        boolean isSample = tokens.accept("SAMPLE");
        if (!isSample) {
            tokens.accept("FULL");
        }
        if (!tokens.accept("TABLE")) {
            throw StatementDispatcher.createUnsupportedStatementRefusal(statement);
        }
        AnalyzedObject analyzedObject = requireObject(tokens.readQualifiedName());
        List<String> columns = readColumns(tokens, analyzedObject.object);
        readPartitions(tokens, analyzedObject.object);
        if (tokens.accept("WITH") && !tokens.accept("SYNC")) {
            tokens.expect("ASYNC");
        }
        tokens.accept("MODE");
        Map<String, String> properties = tokens.accept("PROPERTIES") ? readProperties(tokens) : Map.of();
        tokens.expectEnd();
        requirePrivileges(analyzedObject);
        if (isNeverWritten(analyzedObject)) {
            return Answer.OK;
        }
        findId(analyzedObject)
                .ifPresent(objectId -> cluster.recordStatisticsRun(
                        new StatisticsRun.StatisticsTarget(analyzedObject.databaseName, objectId, columns),
                        isSample,
                        properties.toString()));
        return new StatisticsListings(snapshot)
                .createResult(
                        analyzedObject.databaseName + "." + analyzedObject.object.name(),
                        isSample ? "sample" : "analyze")
                .toAnswer();
    }

    Answer dropStatistics(Statement.OpaqueStatement statement) {
        TokenReader tokens = TokenReader.afterKeyword(statement.text());
        tokens.accept("MULTIPLE", "COLUMNS");
        tokens.expect("STATS");
        AnalyzedObject analyzedObject = requireObject(tokens.readQualifiedName());
        tokens.expectEnd();
        requirePrivileges(analyzedObject);
        findId(analyzedObject).ifPresent(cluster::dropStatistics);
        return Answer.OK;
    }

    private AnalyzedObject requireObject(QualifiedName name) {
        String selectedDatabaseName =
                DatabaseNameResolver.requireDatabase(name, snapshot.session().databaseName());
        String databaseName = DatabaseObjectName.resolve(name, selectedDatabaseName)
                .orElseThrow()
                .databaseName();
        if (SystemDatabases.contains(databaseName)) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.ANALYZED_DATABASE_FORBIDDEN, databaseName);
        }
        String objectName = name.lastPart().text();
        return DatabaseObject.find(snapshot.catalog(), databaseName, objectName)
                .filter(DatabaseObject::storesRows)
                .map(object -> new AnalyzedObject(databaseName, object))
                .orElseThrow(() -> Refusal.ofAnalysis(Span.NONE, NameRule.TABLE_NOT_FOUND, objectName));
    }

    /** Reads the columns to analyze; returns an empty list for all columns. */
    private static List<String> readColumns(TokenReader tokens, DatabaseObject object) {
        if (tokens.accept("ALL", "COLUMNS") || isAtNextClause(tokens)) {
            return List.of();
        }
        for (List<String> words : List.of(
                List.of("UPDATE", "HISTOGRAM"),
                List.of("DROP", "HISTOGRAM"),
                List.of("PREDICATE", "COLUMNS"),
                List.of("MULTIPLE", "COLUMNS"))) {
            if (tokens.isAt(words.toArray(String[]::new))) {
                throw Refusal.ofAnalysis(
                        Span.NONE, EmbeddedRule.UNSUPPORTED, "ANALYZE TABLE … " + String.join(" ", words));
            }
        }
        boolean isParenthesized = tokens.accept("(");
        List<String> writtenNames = tokens.readCommaList(tokens::readName);
        if (isParenthesized) {
            tokens.expect(")");
        }
        List<String> names = new ArrayList<>();
        TreeSet<String> usedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String writtenName : writtenNames) {
            names.add(object.columns().stream()
                    .map(Column::name)
                    .filter(writtenName::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> Refusal.ofAnalysis(Span.NONE, TypeRule.COLUMN_NOT_FOUND, writtenName)));
            if (!usedNames.add(writtenName)) {
                throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.ANALYZED_COLUMN_REPEATED, writtenName);
            }
        }
        return names.size() == countAnalyzedColumns(object) ? List.of() : names;
    }

    private static boolean isAtNextClause(TokenReader tokens) {
        return tokens.isAt("PARTITION")
                || tokens.isAt("PARTITIONS")
                || tokens.isAt("WITH")
                || tokens.isAt("PROPERTIES")
                || tokens.acceptEnd();
    }

    /** Returns the number of columns that ANALYZE reads by default; values that a server aggregates are not read. */
    private static long countAnalyzedColumns(DatabaseObject object) {
        KeyModel model = object.findTable().map(table -> table.model()).orElse(KeyModel.DUPLICATE);
        boolean readsValues = model == KeyModel.DUPLICATE || model == KeyModel.PRIMARY;
        return object.columns().stream()
                .filter(column -> readsValues || column.isKey())
                .count();
    }

    /** Reads the partitions to analyze, if they are named, and requires that they exist. They are not recorded. */
    private static void readPartitions(TokenReader tokens, DatabaseObject object) {
        if (!tokens.accept("PARTITION") && !tokens.accept("PARTITIONS")) {
            return;
        }
        boolean isParenthesized = tokens.accept("(");
        List<String> names = isParenthesized ? tokens.readCommaList(tokens::readName) : List.of(tokens.readName());
        if (isParenthesized) {
            tokens.expect(")");
        }
        for (String name : names) {
            boolean exists = object.findTable().stream()
                    .flatMap(table -> table.partitioning().partitions().stream())
                    .anyMatch(partition -> partition.name().equalsIgnoreCase(name));
            if (!exists) {
                throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.UNKNOWN_PARTITION, name, object.name());
            }
        }
    }

    private static Map<String, String> readProperties(TokenReader tokens) {
        Map<String, String> properties = new LinkedHashMap<>();
        tokens.expect("(");
        tokens.readCommaList(() -> {
            String key = tokens.readText();
            tokens.expect("=");
            return properties.put(key, tokens.readText());
        });
        tokens.expect(")");
        return properties;
    }

    /** Requires SELECT on the object, and INSERT, too, if it is a table. A temporary table requires no privileges. */
    private void requirePrivileges(AnalyzedObject analyzedObject) {
        if (analyzedObject.object.isTemporary()) {
            return;
        }
        SecuredObject securedObject = new SecuredObject(
                analyzedObject.object.kind(),
                snapshot.catalog().databaseNameInGrants(analyzedObject.databaseName),
                analyzedObject.object.name());
        List<RequiredPrivilege> requirements = new ArrayList<>();
        requirements.add(RequiredPrivilege.of(securedObject, Privilege.SELECT));
        if (analyzedObject.object.kind() == SecuredKind.TABLE) {
            requirements.add(RequiredPrivilege.of(securedObject, Privilege.INSERT));
        }
        snapshot.access().requirePrivileges(requirements);
    }

    /** Returns whether no partition was ever written to; false if it is unknown, as for a temporary table. */
    private boolean isNeverWritten(AnalyzedObject analyzedObject) {
        OptionalLong objectId = findId(analyzedObject);
        if (objectId.isEmpty()) {
            return false;
        }
        List<PartitionVersion> versions = snapshot.state().versions().listVisibleVersions(objectId.getAsLong());
        return !versions.isEmpty() && versions.stream().noneMatch(PartitionVersion::isWritten);
    }

    /** Returns the id of an object; empty for a temporary table, which has none, and is not listed. */
    private OptionalLong findId(AnalyzedObject analyzedObject) {
        return analyzedObject.object.isTemporary()
                ? OptionalLong.empty()
                : OptionalLong.of(snapshot.id(analyzedObject.databaseName, analyzedObject.object.name()));
    }
}
