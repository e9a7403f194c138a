package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.UserFunction;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.migration.ChainObjectNames;
import dev.cairn.migration.DeclarationHash;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationChain;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.cluster.ClusterStatementPlanner;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.ColumnFill;
import dev.cairn.plan.step.ColumnFillParser;
import dev.cairn.plan.step.LengthHint;
import dev.cairn.plan.step.Plan;
import dev.cairn.processor.check.value.EnumColumns;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredRole;
import dev.cairn.processor.model.DeclaredSeed;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.model.PreviousName;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.SchemaRoot.Member;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.FunctionDeclaration;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A schema, and the catalog that its records declare on one of its targets.
 *
 * @param isSound whether all declarations could be read and are valid; otherwise the catalog is an approximation
 */
public record DeclaredSchema(SchemaRoot root, Catalog catalog, boolean isSound) {
    public Engine engine() {
        return new Engine(root.checkedTarget());
    }

    /** Returns the columns whose values are constants of enums. */
    public EnumColumns enumColumns() {
        return EnumColumns.of(root);
    }

    /** Returns a session that has selected the database with the name of the schema. */
    public Session session() {
        return new Session(root.name());
    }

    /**
     * Returns the catalog before the first migration: external objects, user-defined functions that queries may call,
     * and, if the schema manages cluster objects, an empty set of these.
     */
    public Catalog initialCatalog() {
        Catalog initialCatalog = Catalog.EMPTY.withDatabase(Database.of(root.name()));
        for (Member member : root.members()) {
            if (member.declaration().kind() == Kind.EXTERNAL) {
                initialCatalog = initialCatalog.withExternalObject(
                        new ObjectStub(member.declaration()).toExternalObject(root.name(), root.checkedTarget()));
            }
        }
        for (FunctionDeclaration function : root.functions()) {
            initialCatalog = initialCatalog.withFunction(UserFunction.of(function, root.name(), root.checkedTarget()));
        }
        return root.cluster().isManaged()
                ? initialCatalog.withClusterObjects(ClusterObjects.MANAGED_EMPTY)
                : initialCatalog;
    }

    /**
     * Returns the catalog before the first migration, in which the declared tables that no migration creates yet are
     * external.
     *
     * @param migrations the migrations in the order of the chain, whose statements can be parsed
     */
    public Catalog createCatalogWithFormerExternalTables(List<Migration> migrations) {
        Catalog initialCatalog = initialCatalog();
        Set<ObjectName> createdNames = ChainObjectNames.of(
                        root.checkedTarget(), session(), migrations.stream().map(Migration::upgrade))
                .remainingNames();
        for (Member member : root.members()) {
            if (member.declaration().kind() == Kind.TABLE
                    && !createdNames.contains(
                            ObjectName.resolve(member.declaration().name(), session()))) {
                initialCatalog = initialCatalog.withExternalObject(
                        new ObjectStub(member.declaration()).toExternalObject(root.name(), root.checkedTarget()));
            }
        }
        return initialCatalog;
    }

    /**
     * Returns the records of the materialized views whose query could not be read, so that their statement is opaque.
     * The steps that lead to these views are unknown, and their recorded state must not be dropped.
     */
    public List<JavaClassName> unreadViewRecordNames() {
        return root.declarations().stream()
                .filter(DeclaredSchema::isUnread)
                .map(ObjectDeclaration::recordName)
                .toList();
    }

    private static boolean isUnread(ObjectDeclaration declaration) {
        return declaration.statement() instanceof Statement.OpaqueStatement;
    }

    /** Returns whether the recorded and the declared state can be compared, because both are free of errors. */
    public boolean isComparable(MigrationChain chain) {
        return chain.isValid() && isSound;
    }

    /** Returns the plan from the recorded state to the declared state; empty if either state has errors. */
    public Optional<Plan> findPlanFrom(MigrationChain chain) {
        return isComparable(chain) ? Optional.of(planTo(createCatalogAfter(chain), chain)) : Optional.empty();
    }

    /**
     * Parses values for columns from texts that the user has passed.
     *
     * @throws IllegalArgumentException if a text is not a value for a column; the message describes the error
     */
    public List<ColumnFill> parseFills(MigrationChain chain, List<String> fillTexts) {
        ColumnFillParser parser =
                new ColumnFillParser(engine(), session(), chain.lastCatalog(), createCatalogAfter(chain));
        return fillTexts.stream().map(parser::parseFill).toList();
    }

    /** Like {@link #findPlanFrom(MigrationChain)}, with values for columns of rebuilt tables. */
    public Optional<Plan> findPlanFrom(MigrationChain chain, List<ColumnFill> fills) {
        return isComparable(chain)
                ? Optional.of(new Planner(engine(), session())
                        .withFills(fills)
                        .plan(chain.lastCatalog(), createCatalogAfter(chain), collectRenames())
                        .withHints(findLengthHints(chain)))
                : Optional.empty();
    }

    /** Returns the plan from the recorded state to a catalog with all or a part of the declared objects. */
    public Plan planTo(Catalog targetCatalog, MigrationChain chain) {
        return new Planner(engine(), session())
                .plan(chain.lastCatalog(), targetCatalog, collectRenames())
                .withHints(findLengthHints(chain));
    }

    /**
     * Returns a hint for each enum column that is shorter than in the recorded state, because the longest constants of
     * the enum have been removed.
     */
    private List<LengthHint> findLengthHints(MigrationChain chain) {
        List<LengthHint> hints = new ArrayList<>();
        for (ObjectDeclaration declaration : root.declarations()) {
            ObjectName objectName = ObjectName.resolve(declaration.name(), session());
            String previousName = PreviousName.nameBeforeRename(declaration.previousName(), objectName.name());
            chain.lastCatalog()
                    .findTable(objectName.database(), previousName)
                    .ifPresent(table -> declaration.columns().stream()
                            .filter(column -> column.javaType() instanceof JavaType.Enumeration)
                            .forEach(column ->
                                    findLengthHint(objectName, table, column).ifPresent(hints::add)));
        }
        return hints;
    }

    private static Optional<LengthHint> findLengthHint(
            ObjectName objectName, Table recordedTable, DeclaredColumn column) {
        return recordedTable
                .findColumn(PreviousName.nameBeforeRename(column.previousName(), column.name()))
                .map(Column::type)
                .filter(type -> type instanceof Type.Text recordedType
                        && column.definition().type() instanceof Type.Text declaredType
                        && declaredType.length() < recordedType.length())
                .map(type -> new LengthHint(objectName, column.name(), ((Type.Text) type).length()));
    }

    /**
     * Returns whether the schema declares anything that migrations create: an object that is not external, a role, or a
     * cluster object.
     */
    public boolean hasManagedDeclarations() {
        return countObjects() > 0
                || !root.roles().isEmpty()
                || !root.cluster().objects().isEmpty();
    }

    /** Returns the number of declared objects, without external ones and those with an opaque statement. */
    public int countObjects() {
        int count = 0;
        for (ObjectDeclaration declaration : root.declarations()) {
            count += declaration.kind() == Kind.EXTERNAL || isUnread(declaration) ? 0 : 1;
        }
        return count;
    }

    /**
     * Returns the catalog to which pending changes lead after a chain. It is the declared catalog with three additions:
     * the recorded states of declarations that could not be read, the recorded external objects that are no longer
     * declared, and the inactivity of materialized views whose table was handed over.
     */
    public Catalog createCatalogAfter(MigrationChain chain) {
        Catalog completeCatalog = catalog;
        for (ExternalObject recordedObject :
                chain.lastCatalog().externalObjects().values()) {
            boolean isDeclared = catalog.findExternalObject(
                            recordedObject.externalCatalog(), recordedObject.database(), recordedObject.name())
                    .isPresent();
            completeCatalog = isDeclared ? completeCatalog : completeCatalog.withExternalObject(recordedObject);
        }
        for (ObjectDeclaration declaration : root.declarations()) {
            if (isUnread(declaration)) {
                ObjectName objectName = ObjectName.resolve(declaration.name(), session());
                Optional<MaterializedView> recordedView =
                        chain.lastCatalog().findMaterializedView(objectName.database(), objectName.name());
                Database database =
                        completeCatalog.findDatabase(objectName.database()).orElse(Database.of(objectName.database()));
                completeCatalog = recordedView.isPresent()
                        ? completeCatalog.withDatabase(database.withMaterializedView(recordedView.get()))
                        : completeCatalog;
            }
        }
        return keepViewsOfHandedOverTables(completeCatalog, chain.lastCatalog());
    }

    /**
     * Returns a catalog with the declared objects, in which the materialized views are inactive that a migration has
     * deactivated because it dropped a table that is external now. They can be activated only after another application
     * creates the table.
     */
    private Catalog keepViewsOfHandedOverTables(Catalog desiredCatalog, Catalog recordedCatalog) {
        Catalog newCatalog = desiredCatalog;
        Set<ObjectName> inactiveViewNames = new HashSet<>();
        int previousCount;
        do {
            previousCount = inactiveViewNames.size();
            for (Database database : catalog.databases().values()) {
                for (MaterializedView view : database.materializedViews().values()) {
                    String inactiveReason = recordedCatalog
                            .findMaterializedView(database.name(), view.name())
                            .filter(recordedView -> hasLostBase(view, recordedView, inactiveViewNames))
                            .map(MaterializedView::inactiveReason)
                            .orElse(null);
                    if (inactiveReason != null && inactiveViewNames.add(new ObjectName(database.name(), view.name()))) {
                        newCatalog = newCatalog.withDatabase(newCatalog
                                .findDatabase(database.name())
                                .orElseThrow()
                                .withMaterializedView(view.withInactiveReason(inactiveReason)));
                    }
                }
            }
        } while (inactiveViewNames.size() > previousCount);
        return newCatalog;
    }

    /** Returns whether a view reads an inactive view, or an external object that its recorded state does not read. */
    private boolean hasLostBase(
            MaterializedView declaredView, MaterializedView recordedView, Set<ObjectName> inactiveViewNames) {
        return declaredView.definition().baseRelations().stream()
                .anyMatch(base -> inactiveViewNames.contains(ObjectName.of(base))
                        || (catalog.findExternalObject(null, base.database(), base.name())
                                        .isPresent()
                                && !recordedView.definition().dependsOn(base.database(), base.name())));
    }

    /** Returns the name that plans have for the object of a declaration, which may be a cluster object. */
    public ObjectName resolveObjectName(ObjectDeclaration declaration) {
        return root.cluster()
                .find(declaration)
                .map(object -> ObjectName.of(object.statement(), session()))
                .orElseGet(() -> ObjectName.resolve(declaration.name(), session()));
    }

    /** Returns the names of the columns of a table or a cluster object; empty if the catalog has neither. */
    public static Optional<List<String>> findColumnNames(Catalog catalog, ObjectName objectName) {
        return catalog.findTable(objectName.database(), objectName.name())
                .map(table -> table.columns().stream().map(Column::name).toList())
                .or(() -> catalog.clusterObjects().find(objectName.name()).map(ClusterStatementPlanner::columnNames));
    }

    /** Returns the declared renames. */
    public Renames collectRenames() {
        List<Rename> renames = new ArrayList<>();
        for (Member member : root.members()) {
            ObjectDeclaration declaration = member.declaration();
            ObjectName objectName = resolveObjectName(declaration);
            PreviousName previousName = declaration.previousName();
            if (previousName != null) {
                renames.add(new Rename.ObjectRename(objectName, previousName.name()));
            }
            for (DeclaredColumn column : declaration.columns()) {
                PreviousName previousColumnName = column.previousName();
                if (previousColumnName != null) {
                    renames.add(new Rename.ColumnRename(objectName, previousColumnName.name(), column.name()));
                }
            }
        }
        return new Renames(renames);
    }

    /** Returns the hash of the targets and of all statements, which a migration stores as the hash of the records. */
    public String hashRecords() {
        DefaultPropertyApplier defaultPropertyApplier = new DefaultPropertyApplier(root.defaultProperties());
        List<String> texts = new ArrayList<>();
        for (ServerProfile target : root.targets()) {
            texts.add(String.valueOf(target.version()));
            texts.add(target.runMode().name());
        }
        for (Member member : root.members()) {
            createTargetStatements(member.declaration())
                    .forEach(statement -> texts.add(Sql.render(defaultPropertyApplier.applyTo(statement))));
            texts.addAll(renderSeedStatements(member.declaration()));
        }
        texts.addAll(renderRoleStatements());
        texts.addAll(root.cluster().renderStatements());
        return DeclarationHash.hashRecords(texts);
    }

    private static List<String> renderSeedStatements(ObjectDeclaration declaration) {
        DeclaredSeed seed = declaration.seed();
        return seed == null ? List.of() : seed.renderStatements(declaration.name());
    }

    /**
     * Returns the hash of the statements of all descriptors, roles and cluster objects. External objects, and the
     * default properties of the root, are not part of it.
     */
    public String hashStatements() {
        List<String> statements = new ArrayList<>();
        for (Member member : root.members()) {
            if (member.declaration().kind() != Kind.EXTERNAL) {
                createTargetStatements(member.declaration())
                        .forEach(statement -> statements.add(Sql.render(statement)));
                statements.addAll(renderSeedStatements(member.declaration()));
            }
        }
        statements.addAll(renderRoleStatements());
        statements.addAll(root.cluster().renderStatements());
        return DeclarationHash.ofStatements(statements);
    }

    private List<String> renderRoleStatements() {
        return DeclaredRole.createStatements(root.roles()).stream()
                .map(Sql::render)
                .toList();
    }

    /** Returns the statement of a declaration; for a declaration with variants, one statement for each target. */
    private List<Statement> createTargetStatements(ObjectDeclaration declaration) {
        return declaration.variants().isEmpty()
                ? List.of(declaration.statement())
                : root.targets().stream()
                        .map(target -> declaration.withVariantFor(target).statement())
                        .toList();
    }
}
