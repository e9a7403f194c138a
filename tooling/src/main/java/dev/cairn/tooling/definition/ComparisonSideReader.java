package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.PermissiveProfile;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.property.ConstraintTableNames;
import dev.cairn.internal.run.preparation.InitialCatalog;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.PlaceholderResolver;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the definitions of one side of a comparison, whether they are in files, in a compiled schema or on a server.
 * No other code has to know where definitions come from.
 */
public final class ComparisonSideReader {
    /** The database of definitions that do not name a database. */
    static final String DEFAULT_DATABASE = "db";

    private ComparisonSideReader() {}

    /**
     * Reads the definitions of one side under its own name.
     *
     * @throws UnsupportedDefinitionException if a file can't be divided into statements
     * @throws java.io.UncheckedIOException if a file can't be read
     */
    public static SourceDefinitions readDefinitions(ComparisonSide side) {
        if (side instanceof ComparisonSide.Server serverSide) {
            return serverSide.liveDatabase().readDefinitions();
        }
        return readDefinitions(
                side,
                side instanceof ComparisonSide.CompiledSchema compiledSchema
                        ? compiledSchema.schema().name()
                        : DEFAULT_DATABASE);
    }

    /**
     * Reads the definitions of files or of a schema under the name of a database. The definitions of a server keep the
     * name of the server's database.
     *
     * @throws UnsupportedDefinitionException if a file can't be divided into statements
     * @throws java.io.UncheckedIOException if a file can't be read
     */
    public static SourceDefinitions readDefinitions(ComparisonSide side, String database) {
        if (side instanceof ComparisonSide.Server serverSide) {
            return serverSide.liveDatabase().readDefinitions();
        }
        if (side instanceof ComparisonSide.SqlFiles sqlFiles) {
            return new ScriptReader(sqlFiles.profile(), database).readAll(ScriptText.readAll(sqlFiles.paths()));
        }
        ComparisonSide.CompiledSchema compiledSchema = (ComparisonSide.CompiledSchema) side;
        return readCompiledSchema(compiledSchema, compiledSchema.target(), compiledSchema.target(), database);
    }

    /**
     * Returns the definitions of the database on the server, and of those objects in other databases that the other
     * side has, too. Unknown definitions of roles, which belong to no database, are also included.
     */
    static SourceDefinitions readLiveDefinitions(
            LiveDatabase liveDatabase, String database, SourceDefinitions otherDefinitions) {
        Set<ObjectName> otherNames = new TreeSet<>(SchemaObject.collectNames(otherDefinitions.catalog()));
        otherDefinitions.unknownDefinitions().forEach(definition -> otherNames.addAll(definition.objects()));
        Set<String> otherDatabases = new TreeSet<>();
        otherDefinitions.catalog().databases().forEach(databaseEntry -> otherDatabases.add(databaseEntry.getKey()));
        otherNames.forEach(name -> otherDatabases.add(name.database()));
        otherDatabases.remove(database);
        SourceDefinitions allDefinitions =
                liveDatabase.readDefinitions(List.copyOf(otherDatabases), otherDefinitions.catalog());
        Catalog retainedCatalog = SchemaObject.withSelectedObjects(
                allDefinitions.catalog(), name -> name.database().equals(database) || otherNames.contains(name));
        List<UnknownDefinition> unknownDefinitions = allDefinitions.unknownDefinitions().stream()
                .filter(definition -> definition.objects().stream()
                        .anyMatch(name -> name.database().equals(database)
                                || name.findRoleName().isPresent()
                                || otherNames.contains(name)))
                .toList();
        return new SourceDefinitions(
                allDefinitions.profile(),
                database,
                retainedCatalog,
                unknownDefinitions,
                allDefinitions.irrelevantStatements());
    }

    /** Reads the definitions of files or of a schema by the rules of the server with which they are compared. */
    static SourceDefinitions readDefinitions(
            ComparisonSide side, String database, ServerRules rules, Catalog externalObjects) {
        return side instanceof ComparisonSide.CompiledSchema compiledSchema
                ? readCompiledSchema(
                        compiledSchema, rules.selectTarget(compiledSchema.schema()), rules.profile(), database)
                : new ScriptReader(rules.profile(), database, externalObjects)
                        .readAll(ScriptText.readAll(((ComparisonSide.SqlFiles) side).paths()));
    }

    /**
     * Returns a catalog with the relations outside of the compared databases that a view of the server or of the files
     * reads. It is empty unless the other side consists of SQL files: a compiled schema declares the relations that it
     * reads.
     */
    static Catalog readExternalObjects(LiveDatabase liveDatabase, ComparisonSide otherSide, String database) {
        if (!(otherSide instanceof ComparisonSide.SqlFiles sqlFiles)) {
            return Catalog.EMPTY;
        }
        Catalog fileCatalog = readDefinitions(sqlFiles, database).catalog();
        Catalog externalObjects = Catalog.EMPTY;
        for (Map.Entry<String, ExternalObject> externalObjectEntry : liveDatabase
                .readExternalObjects(ScriptReader.collectSourceNames(sqlFiles, database))
                .externalObjects()) {
            ExternalObject object = externalObjectEntry.getValue();
            boolean isCompared = object.externalCatalog() == null
                    && fileCatalog.findDatabase(object.database()).isPresent();
            externalObjects = isCompared ? externalObjects : externalObjects.withExternalObject(object);
        }
        return externalObjects;
    }

    private static SourceDefinitions readCompiledSchema(
            ComparisonSide.CompiledSchema compiledSchema,
            ServerProfile target,
            ServerProfile rulesProfile,
            String database) {
        SchemaDescriptor schema = compiledSchema.schema();
        Catalog catalog = readDeclaredObjects(
                schema,
                target,
                rulesProfile,
                database,
                new SchemaPlaceholderResolver(compiledSchema.placeholderValues(), schema.name(), database));
        return new SourceDefinitions(rulesProfile, database, catalog, List.of(), List.of());
    }

    /**
     * Returns the objects that a schema declares for one of its targets, as objects of the given database.
     *
     * @throws Refusal if a server would refuse a declared statement
     */
    public static Catalog readDeclaredObjects(
            SchemaDescriptor schema, ServerProfile target, String database, PlaceholderResolver placeholderResolver) {
        return readDeclaredObjects(schema, target, target, database, placeholderResolver);
    }

    private static Catalog readDeclaredObjects(
            SchemaDescriptor schema,
            ServerProfile target,
            ServerProfile rulesProfile,
            String database,
            PlaceholderResolver placeholderResolver) {
        Engine engine = new Engine(PermissiveProfile.of(rulesProfile));
        Catalog catalog = InitialCatalog.create(schema, target, database);
        for (String statementText : schema.statements(target)) {
            Statement resolvedStatement = Sql.parse(statementText, placeholderResolver);
            catalog = applyDeclaration(engine, catalog, database, resolvedStatement);
        }
        return catalog;
    }

    private static Catalog applyDeclaration(Engine engine, Catalog catalog, String database, Statement statement) {
        Session session = new Session(database);
        try {
            return engine.apply(addNamedDatabase(catalog, statement), session, statement)
                    .catalog();
        } catch (Refusal refusal) {
            throw statement
                    .changedObject()
                    .map(name -> refusal.withPrefix(ObjectName.resolve(name, session) + ": "))
                    .orElse(refusal);
        }
    }

    /** Adds the database that a statement names if the catalog lacks it, because a schema does not create databases. */
    public static Catalog addNamedDatabase(Catalog catalog, Statement statement) {
        return statement
                .changedObject()
                .flatMap(QualifiedName::qualifier)
                .map(Name::text)
                .filter(databaseName -> catalog.findDatabase(databaseName).isEmpty())
                .map(databaseName -> catalog.withDatabase(Database.of(databaseName)))
                .orElse(catalog);
    }

    /**
     * Resolves placeholders, and replaces the name of the schema in constraints with the name of the database. A
     * placeholder that has neither a value nor a fallback remains.
     */
    private record SchemaPlaceholderResolver(Map<String, String> valueByPlaceholder, String schemaName, String database)
            implements PlaceholderResolver {
        @Override
        public String resolveProperty(String name, String value) {
            if (!Placeholder.isPlaceholder(value)) {
                return ConstraintTableNames.isConstraintProperty(name)
                        ? ConstraintTableNames.renameDatabase(value, schemaName, database)
                        : Placeholder.unescape(value);
            }
            String resolvedValue = findValue(Placeholder.parse(value));
            return resolvedValue == null ? value : resolvedValue;
        }

        @Override
        public Buckets resolveBuckets(Placeholder placeholder) {
            String resolvedValue = findValue(placeholder);
            return resolvedValue != null && resolvedValue.matches("\\d{1,9}")
                    ? new Buckets.Count(Integer.parseInt(resolvedValue))
                    : new Buckets.PlaceholderBuckets(placeholder);
        }

        @Override
        public String resolveName(Placeholder placeholder) {
            String resolvedValue = placeholder.equals(Placeholder.DATABASE) ? database : findValue(placeholder);
            return resolvedValue == null ? placeholder.toString() : resolvedValue;
        }

        @Override
        public String resolveNames(String text) {
            return Placeholder.unescape(PlaceholderResolver.super.resolveNames(text));
        }

        private @Nullable String findValue(Placeholder placeholder) {
            return valueByPlaceholder.getOrDefault(placeholder.name(), placeholder.fallback());
        }
    }
}
