package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.PermissiveProfile;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ScriptStatement;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Applies the statements of scripts to an empty database. A statement that depends on an object that does not exist
 * yet, such as a view whose file precedes the file of its table, is retried after the others. An instance keeps the
 * objects of its scripts, so it should be used for one call of {@link #readAll} only.
 */
public final class ScriptReader {
    static final String STORED_ELSEWHERE_REASON =
            "another system stores the table, and Cairn does not support such tables";

    private final ServerProfile profile;
    private final Engine engine;
    private final String database;
    private final Set<String> impliedDatabases = new LinkedHashSet<>();
    private final List<UnknownDefinition> unknownDefinitions = new ArrayList<>();
    private final SortedMap<ObjectName, UnknownDefinition> definitionByReservedName = new TreeMap<>();
    private final IrrelevantStatements irrelevantStatements = new IrrelevantStatements();
    private Catalog catalog;
    private Session session;

    /**
     * Creates a reader for scripts without external objects.
     *
     * @param database the database in which the first statement runs
     */
    public ScriptReader(ServerProfile profile, String database) {
        this(profile, database, Catalog.EMPTY);
    }

    /**
     * Creates a reader for scripts whose views may read external objects.
     *
     * @param initialCatalog the external objects that the scripts may read
     */
    ScriptReader(ServerProfile profile, String database, Catalog initialCatalog) {
        this.profile = profile;
        this.engine = new Engine(PermissiveProfile.of(profile));
        this.database = database;
        this.catalog = initialCatalog.withDatabase(Database.of(database));
        this.session = new Session(database);
    }

    /** Returns the names of the relations that the views of scripts read, except views that can't be parsed. */
    static List<QualifiedName> collectSourceNames(ComparisonSide.SqlFiles sqlFiles, String database) {
        List<QualifiedName> names = new ArrayList<>();
        String currentDatabase = database;
        for (ScriptText script : ScriptText.readAll(sqlFiles.paths())) {
            for (ScriptStatement scriptStatement : script.statements()) {
                Statement statement = scriptStatement.statement();
                if (statement instanceof Statement.Use useStatement) {
                    currentDatabase = useStatement.name().lastPart().text();
                } else if (statement instanceof ViewStatement.CreateView create) {
                    names.addAll(LiveExternalObjectReader.collectSourceNames(
                            create.queryText().query(), currentDatabase, sqlFiles.profile()));
                } else if (statement instanceof ViewStatement.CreateMaterializedView create) {
                    names.addAll(LiveExternalObjectReader.collectSourceNames(
                            create.queryText().query(), currentDatabase, sqlFiles.profile()));
                }
            }
        }
        return names;
    }

    /** A statement to be retried, its session, and the reason for the refusal. */
    private record PostponedStatement(
            ScriptText script, ScriptStatement scriptStatement, Statement statement, Session session, String reason) {}

    /**
     * Returns the definitions of all scripts, applied one after another. Statements that are refused are among the
     * unknown definitions, and the catalog contains no object with an unknown definition.
     *
     * @throws UnsupportedDefinitionException if a script can't be divided into statements
     */
    public SourceDefinitions readAll(List<ScriptText> scripts) {
        List<PostponedStatement> postponedStatements = new ArrayList<>();
        for (ScriptText script : scripts) {
            for (ScriptStatement scriptStatement : script.statements()) {
                readStatement(script, scriptStatement, postponedStatements);
            }
        }
        // A retried statement sets its own session, which is not the one at the end of the scripts.
        Session finalSession = session;
        retryPostponedStatements(postponedStatements);
        session = finalSession;
        definitionByReservedName.forEach((name, definition) -> {
            if (SchemaObject.find(catalog, name).isPresent()) {
                unknownDefinitions.add(definition);
            }
        });
        unknownDefinitions.forEach(definition -> definition.objects().forEach(this::removeObject));
        String chosenDatabase = chooseDatabase();
        if (!chosenDatabase.equals(database)) {
            catalog = catalog.withoutDatabase(database); // no statement has used it
        }
        return SourceDefinitions.createWithNeededSwitches(
                profile, chosenDatabase, catalog, unknownDefinitions, irrelevantStatements.describeAll());
    }

    /**
     * Retries refused statements in passes, as long as a pass reduces their number. The statements that remain become
     * unknown definitions.
     */
    private void retryPostponedStatements(List<PostponedStatement> initialStatements) {
        List<PostponedStatement> postponedStatements = initialStatements;
        int previousCount = Integer.MAX_VALUE;
        while (!postponedStatements.isEmpty() && postponedStatements.size() < previousCount) {
            previousCount = postponedStatements.size();
            List<PostponedStatement> retriedStatements = postponedStatements;
            postponedStatements = new ArrayList<>();
            for (PostponedStatement postponedStatement : retriedStatements) {
                applyStatement(
                        postponedStatement.script(),
                        postponedStatement.scriptStatement(),
                        postponedStatement.statement(),
                        postponedStatement.session(),
                        postponedStatements);
            }
        }
        postponedStatements.forEach(postponedStatement -> addRefusedStatement(
                postponedStatement.script(),
                postponedStatement.scriptStatement(),
                postponedStatement.statement(),
                postponedStatement.session(),
                postponedStatement.reason()));
    }

    private void readStatement(
            ScriptText script, ScriptStatement scriptStatement, List<PostponedStatement> postponedStatements) {
        Statement statement = scriptStatement.statement();
        SqlSyntaxException syntaxError = scriptStatement.syntaxError();
        if (statement == null) {
            addUnknownDefinition(
                    script,
                    scriptStatement,
                    String.valueOf(Objects.requireNonNull(syntaxError).getMessage()),
                    resolveObjectNames(scriptStatement.objectName(), session));
            return;
        }
        StatementCategory category = StatementCategory.of(statement);
        switch (category) {
            case UNKNOWN ->
                addUnknownDefinition(
                        script,
                        scriptStatement,
                        "Cairn does not know this statement",
                        resolveObjectNames(scriptStatement.objectName(), session));
            case TEMPORARY -> {
                irrelevantStatements.addStatement(category, scriptStatement, script);
                applyStatement(script, scriptStatement, statement, session, postponedStatements);
            }
            case DEFINITION -> applyStatement(script, scriptStatement, statement, session, postponedStatements);
            case ACCESS -> {
                if (affectsDefinedRole(statement)) {
                    applyStatement(script, scriptStatement, statement, session, postponedStatements);
                } else {
                    irrelevantStatements.addStatement(category, scriptStatement, script);
                }
            }
            default -> irrelevantStatements.addStatement(category, scriptStatement, script);
        }
    }

    /** Returns whether a statement creates a role, or changes one that an earlier statement has created. */
    private boolean affectsDefinedRole(Statement statement) {
        return statement instanceof AccessStatement accessStatement
                && SimulatedAction.findRoleNames(accessStatement).stream()
                        .anyMatch(role -> accessStatement instanceof AccessStatement.CreateRole
                                || catalog.findRole(role).isPresent());
    }

    /**
     * Applies a statement. A refused statement is postponed if a later statement may create what it needs; otherwise,
     * it becomes an unknown definition.
     */
    private void applyStatement(
            ScriptText script,
            ScriptStatement scriptStatement,
            Statement statement,
            Session statementSession,
            List<PostponedStatement> postponedStatements) {
        if (statement instanceof Statement.CreateDatabase createDatabase
                && impliedDatabases.remove(createDatabase.name().lastPart().text())
                && catalog.findDatabase(createDatabase.name().lastPart().text()).isPresent()) {
            return; // an earlier statement has used the database
        }
        Catalog initialCatalog = addNamedDatabase(statement, statementSession);
        try {
            StatementResult result = engine.apply(initialCatalog, statementSession, statement);
            if (createsExternallyStoredTable(statement, statementSession, result.catalog())) {
                addUnknownDefinition(
                        script,
                        scriptStatement,
                        STORED_ELSEWHERE_REASON,
                        resolveObjectNames(scriptStatement.objectName(), statementSession));
                return;
            }
            catalog = result.catalog();
            session = result.session();
            rememberReservedNames(script, scriptStatement, ObjectName.findChangedNames(statement, statementSession));
        } catch (Refusal refusal) {
            if (mayDependOnLaterStatement(statement, statementSession)) {
                postponedStatements.add(
                        new PostponedStatement(script, scriptStatement, statement, statementSession, refusal.detail()));
            } else {
                addRefusedStatement(script, scriptStatement, statement, statementSession, refusal.detail());
            }
        }
    }

    /**
     * Returns the catalog with the database that a statement names, and remembers a database that was missing: scripts
     * often use their only database without creating it.
     */
    private Catalog addNamedDatabase(Statement statement, Session statementSession) {
        Optional<String> namedDatabase = statement instanceof Statement.Use useStatement
                        && useStatement.name().parts().size() == 1
                ? Optional.of(useStatement.name().lastPart().text())
                : createsRelation(statement)
                        ? statement
                                .changedObject()
                                .map(name -> ObjectName.resolve(name, statementSession)
                                        .database())
                        : Optional.empty();
        Optional<String> missingDatabase = namedDatabase.filter(
                name -> !name.isEmpty() && catalog.findDatabase(name).isEmpty());
        missingDatabase.ifPresent(impliedDatabases::add);
        return missingDatabase
                .map(name -> catalog.withDatabase(Database.of(name)))
                .orElse(catalog);
    }

    private static boolean createsRelation(Statement statement) {
        return statement instanceof Statement.CreateTable
                || statement instanceof Statement.CreateTableLike
                || statement instanceof Statement.CreateTableAsSelect
                || statement instanceof ViewStatement.CreateView
                || statement instanceof ViewStatement.CreateMaterializedView;
    }

    /**
     * Returns whether the statement creates a table that another system stores. Cairn's engine accepts such a
     * statement, but creates no object.
     */
    static boolean createsExternallyStoredTable(Statement statement, Session statementSession, Catalog catalogAfter) {
        boolean createsTable = statement instanceof Statement.CreateTable createTable
                && createTable.lifetime() != Statement.TableLifetime.TEMPORARY;
        return createsTable
                && statement
                        .changedObject()
                        .map(name -> ObjectName.resolve(name, statementSession))
                        .filter(name -> SchemaObject.find(catalogAfter, name).isEmpty())
                        .isPresent();
    }

    /**
     * Returns whether the statement may succeed after a later one. Only statements about a missing object are retried:
     * reordering other statements could change their effect.
     */
    private boolean mayDependOnLaterStatement(Statement statement, Session statementSession) {
        boolean isNeverRetried = statement instanceof Statement.DropTable
                || statement instanceof ViewStatement.DropView
                || statement instanceof ViewStatement.DropMaterializedView
                || statement instanceof Statement.TruncateTable
                || statement instanceof Statement.Recover;
        return !isNeverRetried
                && statement
                        .changedObject()
                        .map(name -> ObjectName.resolve(name, statementSession))
                        .filter(name -> SchemaObject.find(catalog, name).isEmpty())
                        .isPresent();
    }

    private void addRefusedStatement(
            ScriptText script,
            ScriptStatement scriptStatement,
            Statement statement,
            Session statementSession,
            String reason) {
        addUnknownDefinition(script, scriptStatement, reason, ObjectName.findChangedNames(statement, statementSession));
    }

    /** Remembers names that an object may have temporarily, but not after all statements. */
    private void rememberReservedNames(
            ScriptText script, ScriptStatement scriptStatement, List<ObjectName> objectNames) {
        for (ObjectName objectName : objectNames) {
            if (TemporaryName.isReserved(objectName.name())) {
                definitionByReservedName.put(
                        objectName,
                        createUnknownDefinition(
                                script, scriptStatement, UnknownDefinition.RESERVED_NAME_REASON, List.of(objectName)));
            }
        }
    }

    private static List<ObjectName> resolveObjectNames(@Nullable QualifiedName name, Session statementSession) {
        return name == null ? List.of() : List.of(ObjectName.resolve(name, statementSession));
    }

    private void addUnknownDefinition(
            ScriptText script, ScriptStatement scriptStatement, String reason, List<ObjectName> objects) {
        unknownDefinitions.add(createUnknownDefinition(script, scriptStatement, reason, objects));
    }

    private static UnknownDefinition createUnknownDefinition(
            ScriptText script, ScriptStatement scriptStatement, String reason, List<ObjectName> objects) {
        return new UnknownDefinition(
                script.describeLocation(scriptStatement.span()),
                ScriptText.extractExcerpt(scriptStatement),
                reason,
                objects);
    }

    private void removeObject(ObjectName name) {
        catalog = SchemaObject.withoutObject(catalog, name);
    }

    /**
     * Returns the database of the definitions: the initial one, unless the scripts use only others. In this case, it is
     * the database that is selected at the end or, if the scripts do not use that one, the first one by name.
     */
    private String chooseDatabase() {
        Set<String> usedDatabases = new TreeSet<>();
        SchemaObject.collectNames(catalog).forEach(name -> usedDatabases.add(name.database()));
        unknownDefinitions.forEach(
                definition -> definition.objects().forEach(object -> usedDatabases.add(object.database())));
        if (usedDatabases.isEmpty() || usedDatabases.contains(database)) {
            return database;
        }
        String lastDatabase = Objects.requireNonNullElse(session.databaseName(), database);
        return usedDatabases.contains(lastDatabase)
                ? lastDatabase
                : usedDatabases.iterator().next();
    }

    /** Collects the statements that define neither a table nor a view, and describes each category in one line. */
    private static final class IrrelevantStatements {
        private final Map<StatementCategory, List<String>> descriptionsByCategory =
                new EnumMap<>(StatementCategory.class);

        void addStatement(StatementCategory category, ScriptStatement scriptStatement, ScriptText script) {
            Statement statement = scriptStatement.statement();
            descriptionsByCategory
                    .computeIfAbsent(category, key -> new ArrayList<>())
                    .add(script.describeLocation(scriptStatement.span()) + ": "
                            + (statement == null
                                    ? scriptStatement.text()
                                    : ScriptText.extractExcerpt(scriptStatement)));
        }

        /**
         * Returns a line for each category, such as
         * {@code shop.sql:3: GRANT SELECT … (and 2 more): users, and roles that no statement creates, are not
         * compared}.
         */
        List<String> describeAll() {
            List<String> lines = new ArrayList<>();
            descriptionsByCategory.forEach((category, descriptions) -> lines.add(descriptions.get(0)
                    + (descriptions.size() == 1 ? "" : " (and " + (descriptions.size() - 1) + " more)") + ": "
                    + category.exclusionReason()));
            return lines;
        }
    }
}
